using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>How the calls of a table were decided, so far.</summary>
internal sealed class SimulationCount
{
    private int calls;
    private int denied;
    private int open;

    public int Errors { get; private set; }

    public string Summary =>
        $"{Plural.Of(calls, "call")}: {calls - Errors - denied - open} allowed, {denied} denied, {open} open, {Plural.Of(Errors, "error")}";

    /// <summary>What is wrong goes first, then a "no", then what is not known; a table without a call says nothing.</summary>
    public int ExitCode
    {
        get
        {
            if (Errors > 0)
                return ExitCodes.Errors;
            if (denied > 0)
                return ExitCodes.No;
            return open > 0 || calls == 0 ? ExitCodes.Incomplete : ExitCodes.Done;
        }
    }

    public void Add(SimulatedCall decided)
    {
        calls++;
        if (decided.IsError)
            Errors++;
        else if (decided.IsDenied)
            denied++;
        else if (decided.IsOpen)
            open++;
    }
}
