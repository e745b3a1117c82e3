using AmiGovernance.Cli.Features.Watch.Telemetry;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Watch;

namespace AmiGovernance.Cli.Features.Watch;

/// <summary>One line for what changed since the look before, with its time.</summary>
/// <param name="context">Its output is written to.</param>
/// <param name="sent">Takes each line too.</param>
internal sealed class WatchLog(CliContext context, Action<WatchLogLine> sent)
{
    private const string Trouble = "✗ ";

    private TickReport? last;

    public void Write(TickReport report)
    {
        foreach (var text in Lines(report))
        {
            context.Out.WriteLine($"{report.At.IsoText()} {text}");
            sent(new WatchLogLine(text, IsTrouble: text.StartsWith(Trouble, StringComparison.Ordinal)));
        }
        context.Out.Flush();
        last = report;
    }

    private static string Deployed(TickReport report)
    {
        if (report.IsEmpty)
            return "nothing is deployed yet";
        return report.Commit is { } commit
            ? $"deployed is commit {commit[..Math.Min(12, commit.Length)]}"
            : "from which commit the policies are is not known";
    }

    /// <summary>The first thing that is known of it: who is told by no channel has no other place to read it.</summary>
    private static string Why(OpenCondition open)
    {
        var first = open.Details.Split('\n')[0];
        return first.Length > 0 ? $": {Sanitize.Text(first)}" : "";
    }

    private IEnumerable<string> Lines(TickReport report)
    {
        if (report.Leader is { } leader)
            return last?.Leader == leader ? [] : [$"stands by: {Sanitize.Text(leader)} watches"];
        var before = (last?.Open ?? []).Select(o => o.Key).ToHashSet(StringComparer.Ordinal);
        var now = report.Open.Select(o => o.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. last is { Leader: null } ? [] : new[] { $"watches; {Deployed(report)}" },
            .. report.Ended.Select(ended => $"✓ {Sanitize.Text(EndedExceptions.Text(ended))}"),
            .. report.Repaired > 0 ? [$"✓ put back: {Plural.Of(report.Repaired, "change")}"] : Array.Empty<string>(),
            .. report.Denied.Select(d => $"{Trouble}{Sanitize.Text(d.Summary)} ({Plural.Of(d.Count, "call")})"),
            .. report
                .Open.Where(o => !before.Contains(o.Key))
                .Select(o => $"{Trouble}{Sanitize.Text(o.Summary)}{Why(o)}"),
            .. (last?.Open ?? []).Where(o => !now.Contains(o.Key)).Select(o => $"✓ over: {Sanitize.Text(o.Summary)}"),
        ];
    }
}
