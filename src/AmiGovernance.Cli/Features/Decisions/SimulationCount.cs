using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>How the calls of a table were decided, so far.</summary>
internal sealed class SimulationCount
{
    private int calls;
    private int denied;

    public int Errors { get; private set; }

    public string Summary =>
        $"{Plural.Of(calls, "call")}: {calls - Errors - denied} allowed, {denied} denied, {Plural.Of(Errors, "error")}";

    public void Add(SimulatedCall decided)
    {
        calls++;
        if (decided.IsError)
            Errors++;
        else if (decided.IsDenied)
            denied++;
    }
}
