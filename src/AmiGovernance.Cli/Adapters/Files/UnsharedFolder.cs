using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>A folder that no other process can reach needs no lock.</summary>
internal sealed class UnsharedFolder : IRunLocks
{
    public IDisposable Take(string folder, string holder, out string? problem)
    {
        problem = null;
        return new Nothing();
    }

    public string Holder(string folder) => "";

    private sealed class Nothing : IDisposable
    {
        public void Dispose() { }
    }
}
