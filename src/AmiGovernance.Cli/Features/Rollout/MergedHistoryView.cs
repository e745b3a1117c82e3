using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.History;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What `history --merge` joined: both sides, and what joins them.</summary>
internal static class MergedHistoryView
{
    private static readonly string[] Headers = ["file", "outcome", "began (UTC)", "who"];

    public static Renderings Of(MergedHistory merged) =>
        new(
            () => Renderings.Lines(text => Write(text, merged)),
            () => ReportJson.Of(Document(merged)),
            () => Markdown(merged)
        );

    private static void Write(TextWriter text, MergedHistory merged)
    {
        foreach (var end in merged.Ends)
            text.WriteLine($"  {end.Path}: {Outcome(end)}, {Began(end)} UTC, by {Sanitize.Text(end.Entries[0].Who)}");
        if (merged.Lost is { } lost)
            text.WriteLine($"  given up for lost: {Sanitize.Text(lost)}");
        text.WriteLine(
            merged.Path is null
                ? "nothing to do: the record has one end"
                : $"✓ joined in {merged.Path}; commit `{DeploymentLog.Folder}/`, and look at what is deployed with `amigov status`"
        );
    }

    private static MergedHistoryDocument Document(MergedHistory merged) =>
        new([.. merged.Ends.Select(Document)], merged.Lost, merged.Path);

    private static HistoryEndPart Document(DeploymentFile end)
    {
        var first = end.Entries[0];
        return new HistoryEndPart(end.Path, first.Deployment, Outcome(end).Replace(' ', '_'), first.At, first.Who);
    }

    private static MarkdownText Markdown(MergedHistory merged)
    {
        var text = merged.Path is { } path
            ? MarkdownText.Of($"Joined in {path}.\n")
            : MarkdownText.Of($"Nothing to do: the record has one end.\n");
        if (merged.Lost is { } lost)
            text = MarkdownText.Of($"Given up for lost: {lost}\n\n{text}");
        // Where the record was lost as a whole, there is no end.
        if (merged.Ends.IsEmpty)
            return text;
        var ends = merged.Ends.Select(e => (IReadOnlyList<string>)[e.Path, Outcome(e), Began(e), e.Entries[0].Who]);
        return MarkdownText.Of($"{TableOutput.Markdown(Headers, ends)}\n{text}");
    }

    private static string Outcome(DeploymentFile end) => HistoryView.Outcome(end.Entries[^1]);

    private static string Began(DeploymentFile end) => HistoryView.Time(end.Entries[0].At);
}
