using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>A decision in words.</summary>
internal static class TriageText
{
    /// <summary>`violation, open`; `undecided, open` while nobody has decided.</summary>
    public static string State(TriageEntry entry) =>
        $"{entry.Outcome?.Name() ?? "undecided"}, {entry.State.Name()}{While(entry)}";

    /// <summary>A decision that does not reach all that may come.</summary>
    private static string While(TriageEntry entry) =>
        entry is { State: TriageState.Closed, Verdict: Verdict.Undecided } ? " for undecided calls" : "";

    /// <summary>What an open finding waits for.</summary>
    public static string Asks(TriageOutcome? outcome) =>
        outcome switch
        {
            TriageOutcome.Legitimate =>
                "ask for the exception (`amigov backtest` has the command), or move to approved images; then close it",
            TriageOutcome.Violation =>
                "tell the account's owners (`amigov backtest` has the message); close it when they have moved",
            TriageOutcome.Noise => "close it with `--state closed --reason`",
            _ => "decide on it with `--outcome`",
        };
}
