using AmiGovernance.Core.Ports;

namespace AmiGovernance.TestSupport;

/// <summary>Locks of one clone, for runs in one process.</summary>
internal sealed class InMemoryLocks : IRunLocks
{
    private readonly Dictionary<string, string> holders = new(StringComparer.Ordinal);

    public IDisposable? Take(string folder, string holder, out string? problem)
    {
        problem = null;
        return holders.TryAdd(folder, holder) ? new Held(() => holders.Remove(folder)) : null;
    }

    public string Holder(string folder) => holders.GetValueOrDefault(folder, "");

    private sealed class Held(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
