using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>
/// What findings of a backtest and of an impact have in common: why, what people decided, and what to do.
/// </summary>
internal static class FindingText
{
    public static void WriteDecision(
        TextWriter text,
        IReadOnlyCollection<string> deniedBy,
        TriageEntry? triage,
        Advice advice
    )
    {
        if (deniedBy.Count > 0)
            text.WriteLine($"  denied by {Sanitize.Text(string.Join("; ", deniedBy))}");
        if (triage is not null)
            text.WriteLine($"  triage: {Sanitize.Text(Of(triage))}");
        text.WriteLine($"  {Of(advice.Outcome)}: {Sanitize.Text(advice.Why)}");
        if (!advice.Command.IsEmpty)
            text.WriteLine($"    $ {advice.Command}");
        if (advice.Message is not null)
            text.WriteLine($"    > {Sanitize.Text(advice.Message)}");
    }

    /// <summary>In a cell: what people decided, or what is proposed.</summary>
    public static string Outcome(TriageEntry? triage, Advice advice) =>
        triage is null ? Of(advice.Outcome) : $"triage: {Of(triage)}";

    /// <summary>In a cell: why, and the command for it.</summary>
    public static string WhatToDo(Advice advice) =>
        advice.Command.IsEmpty ? advice.Why : $"{advice.Why} {SuggestedCommand.Of(advice.Command)}";

    public static string Account(string account, string name) => name.Length > 0 ? $"{account} {name}" : account;

    private static string Of(TriageOutcome? outcome) => outcome?.Name() ?? "find out first";

    private static string Of(TriageEntry entry)
    {
        var reason = entry.Reason.Length > 0 ? $": {entry.Reason}" : "";
        var ticket = entry.Ticket.Length > 0 ? $" ({entry.Ticket})" : "";
        return $"{TriageText.State(entry)}{reason}{ticket}";
    }
}
