using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Rollout.History;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What `history --verify` found.</summary>
internal static class HistoryChecksView
{
    public static Renderings Of(IReadOnlyList<HistoryCheck> checks) =>
        new(
            () => Renderings.Lines(text => Write(text, checks)),
            () => ReportJson.Of(HistoryChecksDocument.Of(checks)),
            () => Markdown(checks)
        );

    /// <summary>One line for each check.</summary>
    private static void Write(TextWriter text, IReadOnlyList<HistoryCheck> checks)
    {
        foreach (var check in checks)
        {
            text.WriteLine($"{Mark(check.Outcome)} {check.Source, -5}  {Sanitize.Text(check.Text)}");
            if (check.Help is { } help)
                text.WriteLine($"         {Sanitize.Text(help)}");
        }
    }

    private static MarkdownText Markdown(IReadOnlyList<HistoryCheck> checks) =>
        TableOutput.Markdown(
            ["source", "outcome", "found", "help"],
            checks.Select(c => (IReadOnlyList<string>)[c.Source, c.Outcome.Name(), c.Text, c.Help ?? ""])
        );

    private static string Mark(HistoryOutcome outcome) =>
        outcome switch
        {
            HistoryOutcome.Holds => "✓",
            HistoryOutcome.Refuted => "✗",
            HistoryOutcome.Unknown => "?",
            _ => "–",
        };
}
