using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Rollout.History;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What `history --verify` found.</summary>
internal static class HistoryChecksView
{
    public static Renderings Of(IReadOnlyList<HistoryCheck> checks) =>
        new(() => Renderings.Lines(text => Write(text, checks)), () => Json(checks), () => Markdown(checks));

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

    private static string Json(IReadOnlyList<HistoryCheck> checks) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteStartArray("checks");
            foreach (var check in checks)
            {
                writer.WriteStartObject();
                writer.WriteString("source", check.Source);
                writer.WriteString("outcome", Word(check.Outcome));
                writer.WriteString("found", check.Text);
                if (check.Help is { } help)
                    writer.WriteString("help", help);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static MarkdownText Markdown(IReadOnlyList<HistoryCheck> checks) =>
        TableOutput.Markdown(
            ["source", "outcome", "found", "help"],
            checks.Select(c => (IReadOnlyList<string>)[c.Source, Word(c.Outcome), c.Text, c.Help ?? ""])
        );

    private static string Mark(HistoryOutcome outcome) =>
        outcome switch
        {
            HistoryOutcome.Holds => "✓",
            HistoryOutcome.Refuted => "✗",
            HistoryOutcome.Unknown => "?",
            _ => "–",
        };

    private static string Word(HistoryOutcome outcome) =>
        outcome switch
        {
            HistoryOutcome.Holds => "holds",
            HistoryOutcome.Refuted => "refuted",
            HistoryOutcome.Unknown => "unknown",
            _ => "skipped",
        };
}
