using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
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
    public static string Asks(TriageEntry entry, string folder) =>
        entry.Outcome switch
        {
            TriageOutcome.Legitimate =>
                "ask for the exception (`amigov backtest` has the command), or move to approved images; then close it",
            TriageOutcome.Violation =>
                "tell the account's owners (`amigov backtest` has the message); close it when they have moved",
            TriageOutcome.Noise => $"close it: {SuggestedCommand.Of(Close(entry.Finding, folder))}",
            _ => "decide on it with `--outcome`",
        };

    private static ShellText Close(string finding, string folder) =>
        ShellText.Of($"amigov triage set {finding} --state closed --reason TEXT") + In(folder);

    /// <summary>The option that names the folder, where it is not the usual one.</summary>
    public static ShellText In(string folder) =>
        folder == TriageFiles.DefaultFolder ? ShellText.Empty : ShellText.Of($" --triage {folder}");
}
