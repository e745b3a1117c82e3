using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.History;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>The deployment record as a page.</summary>
internal static class HistoryPage
{
    /// <param name="pageOf">Where the page of one is; null where there are no other pages.</param>
    /// <param name="lacks">Why the record does not tell of all deployments; null where nothing says so.</param>
    public static Page Of(DeploymentLog log, Func<string, string>? pageOf = null, string? lacks = null) =>
        new("Deployments")
        {
            About =
            [
                Plural.Of(log.Files.Length, "deployment"),
                $"in {DeploymentLog.Folder}/",
                .. new[] { lacks }.OfType<string>(),
            ],
            Sections =
            [
                new Section("deployments", "Deployments") { Blocks = [Deployments(log, pageOf, lacks)] },
                new Section("decisions", "Who took which responsibility") { Blocks = [Decisions(log, lacks)] },
            ],
        };

    /// <summary>Its calls, and how they changed policies: in text and in meaning.</summary>
    /// <param name="entries">At least one.</param>
    public static Page OfOne(string deployment, IReadOnlyList<DeploymentEntry> entries) =>
        new($"Deployment {deployment}")
        {
            About = [entries[0].Who, HistoryView.Time(entries[0].At), HistoryView.Outcome(entries[^1])],
            Sections =
            [
                .. Meaning(entries),
                .. Texts(entries),
                PageTables.Section("Entries", HistoryView.CallHeaders, entries.Select(HistoryView.Row)),
            ],
        };

    /// <summary>Null when there is no such deployment.</summary>
    public static Page? OfOne(string deployment, DeploymentLog log)
    {
        var entries = log.Files.SelectMany(f => f.Entries).Where(e => e.Deployment == deployment).ToList();
        return entries.Count == 0 ? null : OfOne(deployment, entries);
    }

    private static IEnumerable<Section> Meaning(IReadOnlyList<DeploymentEntry> entries)
    {
        if (RecordedMeaning.Of(entries) is not { } meaning)
            yield break;
        yield return new Section("meaning", "What changed in meaning")
        {
            Lead = "By the documents of the record, as far as the deployment came.",
            Blocks = [.. Difference(meaning), .. Moved(meaning)],
        };
    }

    private static IEnumerable<Block> Difference(RecordedMeaning meaning)
    {
        if (meaning.Difference is not { } difference)
            return
            [
                new Nothing(new Cell("It is not known what is decided otherwise.", Tone.Unknown)),
                new Points([.. meaning.Unknown.Select(why => (Cell)why)]),
            ];
        if (meaning.Stages.IsEmpty)
            return [Whole(difference, meaning)];
        return
        [
            .. meaning.Stages.SelectMany(stage =>
                (Block[])[new Paragraph($"On {stage.Target} and below:"), DifferenceView.Block(stage.Difference)]
            ),
            new Paragraph("Elsewhere:"),
            DifferenceView.Block(difference),
        ];
    }

    /// <summary>Documents that stay as they are may hold for other accounts now.</summary>
    private static Block Whole(MeaningDifference difference, RecordedMeaning meaning) =>
        difference.IsEmpty && !meaning.Moved.IsEmpty
            ? new Nothing(new Cell("The documents decide as they did; they hold elsewhere.", Tone.Warning))
            : DifferenceView.Block(difference);

    private static IEnumerable<Block> Moved(RecordedMeaning meaning)
    {
        if (meaning.Moved.IsEmpty)
            yield break;
        yield return new Paragraph("Where they hold has changed:");
        yield return new Points([.. meaning.Moved.Select(step => (Cell)PlanStepText.Of(step))]);
    }

    private static IEnumerable<Section> Texts(IEnumerable<DeploymentEntry> entries)
    {
        var texts = entries
            .Where(e => e is { Event: DeploymentEvent.Done, Step.Call: StepCall.UpdatePolicy })
            .Select(e => (Block)new Preformatted(PlanView.TextOf(e.Step!), e.Step!.Policy))
            .ToList();
        if (texts.Count > 0)
            yield return new Section("texts", "How policies changed") { Blocks = [.. texts] };
    }

    private static readonly Nothing NotKnown = new(
        new Cell("The deployment record cannot be read, so nothing is known of deployments.", Tone.Unknown)
    );

    /// <param name="log">Null where the record cannot be read.</param>
    /// <param name="pageOf">See <see cref="Of"/>.</param>
    /// <param name="lacks">See <see cref="Of"/>.</param>
    public static Block Deployments(DeploymentLog? log, Func<string, string>? pageOf = null, string? lacks = null)
    {
        if (log is null)
            return NotKnown;
        return Listed(log, lacks) is Table table && pageOf is not null
            ? table with
            {
                Rows =
                [
                    .. table.Rows.Select(row => row.SetItem(Name, row[Name] with { Link = pageOf(row[Name].Text) })),
                ],
            }
            : Listed(log, lacks);
    }

    /// <summary>The column of the deployment's name.</summary>
    private const int Name = 1;

    private static Block Listed(DeploymentLog log, string? lacks) =>
        log.Files.IsEmpty
            ? None("Nothing was deployed. `amigov plan` shows what a first deployment would do.", lacks)
            : PageTables
                .Of(
                    "Deployments, newest first",
                    HistoryView.Headers,
                    log.Files.Reverse().Select(HistoryView.Row),
                    ToneOf
                )
                .Led("no.", "deployment", "began (UTC)", "outcome", "mode", "why", "who");

    /// <summary>What somebody decided that the product would have stopped, with the reason.</summary>
    /// <param name="log">Null where the record cannot be read.</param>
    /// <param name="lacks">See <see cref="Of"/>.</param>
    public static Block Decisions(DeploymentLog? log, string? lacks = null)
    {
        if (log is null)
            return NotKnown;
        var decided = log.Files.SelectMany(f => f.Entries).Reverse().SelectMany(Decided).ToList();
        return decided.Count == 0
            ? None(
                "Nothing was accepted that got weaker or is not proven, nobody overrode a gate, and nothing was rolled back.",
                lacks
            )
            : PageTables.Of(
                "What was accepted, gates that were overridden, and rollbacks",
                ["at (UTC)", "what", "who", "why"],
                decided
            );
    }

    private static Nothing None(string text, string? lacks) =>
        new(lacks is null ? text : new Cell($"The record here tells of none; {lacks}.", Tone.Unknown));

    private static IEnumerable<string[]> Decided(DeploymentEntry entry)
    {
        if (entry.Event == DeploymentEvent.Overridden)
            yield return Row(entry, $"gate {entry.Detail} overridden");
        if (entry is { Event: DeploymentEvent.Started, IsRollback: true })
            yield return Row(entry, "rollback");
        foreach (var accepted in entry.Accepted)
            yield return Row(entry, accepted);
    }

    private static string[] Row(DeploymentEntry entry, string what) =>
        [HistoryView.Time(entry.At), what, entry.Who, entry.Why];

    private static Tone ToneOf(string column, string text) =>
        (column, text) switch
        {
            ("outcome", "finished" or "merged") => Tone.Good,
            ("outcome", _) => Tone.Bad,
            _ => Tone.None,
        };
}
