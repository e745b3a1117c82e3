using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>The deployment record as a page.</summary>
internal static class HistoryPage
{
    public static Page Of(DeploymentLog log) =>
        new("Deployments")
        {
            About = [Plural.Of(log.Files.Length, "deployment"), $"in {DeploymentLog.Folder}/"],
            Sections =
            [
                new Section("deployments", "Deployments") { Blocks = [Deployments(log)] },
                new Section("decisions", "Who took which responsibility") { Blocks = [Decisions(log)] },
            ],
        };

    public static Page OfOne(string deployment, IReadOnlyList<DeploymentEntry> entries) =>
        new($"Deployment {deployment}")
        {
            About = [entries[0].Who, HistoryView.Time(entries[0].At), HistoryView.Outcome(entries[^1])],
            Sections = [PageTables.Section("Entries", HistoryView.CallHeaders, entries.Select(HistoryView.Row))],
        };

    /// <summary>Null when there is no such deployment.</summary>
    public static Page? OfOne(string deployment, DeploymentLog log)
    {
        var entries = log.Files.SelectMany(f => f.Entries).Where(e => e.Deployment == deployment).ToList();
        if (entries.Count == 0)
            return null;
        var texts = entries
            .Where(e => e is { Event: DeploymentEvent.Done, Step.Call: StepCall.UpdatePolicy })
            .Select(e => (Block)new Preformatted(PlanView.TextOf(e.Step!), e.Step!.Policy))
            .ToList();
        var page = OfOne(deployment, entries);
        return texts.Count == 0
            ? page
            : page with
            {
                Sections = [.. page.Sections, new Section("texts", "How policies changed") { Blocks = [.. texts] }],
            };
    }

    private static readonly Nothing NotKnown = new(
        new Cell("The deployment record cannot be read, so nothing is known of deployments.", Tone.Unknown)
    );

    /// <param name="log">Null where the record cannot be read.</param>
    public static Block Deployments(DeploymentLog? log) => log is null ? NotKnown : Listed(log);

    private static Block Listed(DeploymentLog log) =>
        log.Files.IsEmpty
            ? new Nothing("Nothing was deployed. `amigov plan` shows what a first deployment would do.")
            : PageTables.Of(
                "Deployments, newest first",
                HistoryView.Headers,
                log.Files.Reverse().Select(HistoryView.Row),
                ToneOf
            );

    /// <summary>What somebody decided that the product would have stopped, with the reason.</summary>
    /// <param name="log">Null where the record cannot be read.</param>
    public static Block Decisions(DeploymentLog? log)
    {
        if (log is null)
            return NotKnown;
        var decided = log.Files.SelectMany(f => f.Entries).Reverse().SelectMany(Decided).ToList();
        return decided.Count == 0
            ? new Nothing(
                "Nothing was accepted that got weaker or is not proven, nobody overrode a gate, and nothing was rolled back."
            )
            : PageTables.Of(
                "What was accepted, gates that were overridden, and rollbacks",
                ["at (UTC)", "what", "who", "why"],
                decided
            );
    }

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
