using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>How the calls of a table were decided, so far.</summary>
internal sealed class SimulationCount
{
    private int calls;
    private int denied;

    /// <summary>Of these, the calls that depend on what their rows do not say.</summary>
    public int Open { get; private set; }

    public int Errors { get; private set; }

    public string Summary =>
        $"{Plural.Of(calls, "call")}: {calls - Errors - denied - Open} allowed, {denied} denied, "
        + OpenPart
        + Plural.Of(Errors, "error");

    private string OpenPart => Open == 0 ? "" : $"{Open} open, ";

    public void Add(SimulatedCall decided)
    {
        calls++;
        if (decided.IsError)
            Errors++;
        else if (decided.IsDenied)
            denied++;
        else if (decided.IsOpen)
            Open++;
    }
}
