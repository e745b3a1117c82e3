using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Cli.Features.Impact;
using AmiGovernance.Cli.Features.Reporting.Governance;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>Findings on launches with what was decided on them, and the decision.</summary>
internal sealed class FindingPages(CliContext context, string folder)
{
    public const string Path = "/findings";

    private static readonly string[] Fields = ["outcome", "state", "reason", "ticket"];

    /// <summary>The list of the state that was shown last: a search asks for it again with each letter.</summary>
    private Listed? listed;

    private sealed record Listed(GovernanceReport Report, Page Page);

    public Page List(GovernanceReport report)
    {
        var known = listed;
        if (known is null || !ReferenceEquals(known.Report, report))
            listed = known = new Listed(report, Found(report));
        var bag = new DiagnosticBag();
        var triage = Decisions(bag);
        return known.Page with
        {
            Sections = [.. triage is null ? [] : (Section[])[Decided(triage)], .. known.Page.Sections],
            NotLookedAt =
            [
                .. known.Page.NotLookedAt,
                .. IsAsRead(triage, report) ? [] : (string[])[DecidedSince],
                .. bag.ToSorted().Select(d => d.Message),
            ],
        };
    }

    private const string DecidedSince =
        "what was decided on findings since all was read: the list of decisions has it, the numbers and the list of findings do not";

    private static bool IsAsRead(Triage? triage, GovernanceReport report) =>
        triage is null
        || report.Backtest is null
        || triage.Entries.Select(Stand).ToHashSet(StringComparer.Ordinal).SetEquals(report.Decided.Select(Stand));

    private static string Stand(TriageEntry entry) => $"{entry.Finding} {entry.State} {entry.Outcome}";

    /// <summary>Null with a report when the folder cannot be read.</summary>
    private Triage? Decisions(DiagnosticBag bag)
    {
        try
        {
            return TriageFiles.Read(context.Files, folder, bag);
        }
        catch (Exception e) when (ForeseenFailure.Of(e) is { } finding)
        {
            bag.Add(finding);
            return null;
        }
    }

    private static Page Found(GovernanceReport report)
    {
        var page = report.Backtest is { } backtest
            ? BacktestPage.Of(backtest)
            : new Page("Who would have been denied") { NotLookedAt = [.. report.NotRead, .. report.NotAsked] };
        return page with { Sections = [.. page.Sections.Select(Linked), Linked(ImpactPage.Whole(report.Impact))] };
    }

    /// <summary>Each finding leads to its page.</summary>
    private static Section Linked(Section section) =>
        section.Each(b => b is Table { Columns: [{ Title: "finding" }, ..] } table ? Linked(table) : b);

    private static Table Linked(Table table) =>
        table with
        {
            Rows = [.. table.Rows.Select(row => row.SetItem(0, row[0] with { Link = PathOf(row[0].Text) }))],
        };

    private static string PathOf(string finding) => $"{Path}/{Uri.EscapeDataString(finding)}";

    private static Section Decided(Triage triage)
    {
        var entries = triage.Entries.OrderBy(e => e.State).ThenBy(e => e.Finding, StringComparer.Ordinal).ToList();
        Block block =
            entries.Count == 0
                ? new Nothing("No finding has an entry. `amigov backtest --update-triage` makes one for each.")
                : new Table(
                    [
                        new("finding", ColumnKind.Code),
                        new("state", ColumnKind.Short),
                        new("outcome", ColumnKind.Short),
                        new("by", ColumnKind.Short),
                        new("ticket", ColumnKind.Short),
                        new("why"),
                    ],
                    [.. entries.Select(Row)]
                )
                {
                    Caption = "What was decided on findings",
                };
        return new Section("triage", "Decisions on findings") { Blocks = [block] };
    }

    private static ImmutableArray<Cell> Row(TriageEntry entry) =>
        [
            new Cell(entry.Finding, Link: PathOf(entry.Finding)),
            new Cell(TriageNames.States.Of(entry.State), entry.State == TriageState.Open ? Tone.Warning : Tone.Good),
            entry.Outcome?.Name(),
            entry.DecidedBy,
            entry.Ticket,
            entry.Reason,
        ];

    /// <summary>Null when nothing is known of a finding of this name.</summary>
    /// <param name="given">What was filled in before; null for a new decision.</param>
    public Page? One(string finding, GovernanceReport report, PageRequest? given = null)
    {
        var triage = TriageFiles.Read(context.Files, folder, new DiagnosticBag());
        var entry = triage.Find(finding);
        var known = Known.Of(finding, report);
        if (entry is null && known.IsNothing)
            return null;
        return new Page($"Finding {finding}")
        {
            Answer = entry is null ? new Cell("open, without an entry", Tone.Warning) : Row(entry)[1],
            Sections =
            [
                .. known.Seen.IsEmpty ? [] : (Section[])[Seen(known.Seen)],
                .. known.Used.IsEmpty ? [] : (Section[])[Used(known.Used)],
                new Section("decide", "Decide")
                {
                    Lead = "Written into a file of the repository, and committed as the person whom git names here.",
                    Blocks = [Form(finding, Version(entry, known), given ?? Filled(finding, entry))],
                },
            ],
        };
    }

    /// <summary>What the last reading says of a finding: calls with different verdicts are findings of one name.</summary>
    private sealed record Known(ImmutableArray<BacktestFinding> Seen, ImmutableArray<ImpactFinding> Used)
    {
        public static Known Of(string finding, GovernanceReport report) =>
            new(
                [.. (report.Backtest?.Findings ?? []).Where(f => f.Id == finding)],
                [.. (report.Impact?.Findings ?? []).Where(f => f.Id == finding)]
            );

        public bool IsNothing => Seen.IsEmpty && Used.IsEmpty;

        /// <summary>The worst; null when nothing was read of it.</summary>
        public Verdict? Verdict =>
            IsNothing ? null : Seen.Select(f => f.Verdict).Concat(Used.Select(f => f.Verdict)).Min();
    }

    private static Section Seen(ImmutableArray<BacktestFinding> findings) =>
        new("seen", "What was seen")
        {
            Blocks =
            [
                .. findings.SelectMany(f =>
                    (Block[])
                        [
                            new Facts(FactsOf(f)),
                            PageTables.Of(
                                "Who, and which images",
                                ["callers", "images", "Regions"],
                                [
                                    [Joined(f.Principals), Joined(f.Images), Joined(f.Regions)],
                                ]
                            ),
                        ]
                ),
            ],
        };

    private static string Joined(ImmutableArray<string> names) => string.Join(", ", names);

    private static ImmutableArray<Fact> FactsOf(BacktestFinding finding) =>
        [.. BacktestView.Headers.Zip(BacktestView.Cells(finding)).Select(c => new Fact(c.First, c.Second))];

    private static ImmutableArray<Fact> FactsOf(ImpactFinding finding) =>
        [.. ImpactView.Headers.Zip(ImpactView.Cells(finding)).Select(c => new Fact(c.First, c.Second))];

    private static Section Used(ImmutableArray<ImpactFinding> findings) =>
        new("used", "What uses the images") { Blocks = [.. findings.Select(f => new Facts(FactsOf(f)))] };

    /// <summary>A form as it is before somebody fills it in: with what was decided before.</summary>
    private static PageRequest Filled(string finding, TriageEntry? entry) =>
        new(
            PathOf(finding),
            entry is null
                ? ImmutableDictionary<string, string>.Empty
                : new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["outcome"] = entry.Outcome?.Name() ?? "",
                    ["state"] = TriageNames.States.Of(entry.State),
                    ["reason"] = entry.Reason ?? "",
                    ["ticket"] = entry.Ticket ?? "",
                }
        );

    private static Form Form(string finding, string version, PageRequest given) =>
        new(
            PathOf(finding),
            "Show what will be done",
            [
                new Field("version", "version", FieldKind.Hidden) { Value = version },
                new Field("outcome", "Outcome", FieldKind.Choice)
                {
                    Choices = [("", "choose"), .. TriageNames.Outcomes.All.Select(o => (o, o))],
                    IsRequired = true,
                    Value = given.Value("outcome"),
                },
                new Field("state", "State", FieldKind.Choice)
                {
                    Choices = [("", "choose"), .. TriageNames.States.All.Select(s => (s, s))],
                    IsRequired = true,
                    Value = given.Value("state"),
                },
                Field.Line(given, "reason", "Why", "needed to close", isRequired: false),
                Field.Line(given, "ticket", "Ticket", isRequired: false),
            ]
        )
        {
            Changes = true,
        };

    /// <summary>
    /// Of what was decided before, and of what is decided on now: another one means that somebody decided in between, or that a reading
    /// brought another verdict.
    /// </summary>
    private static string Version(TriageEntry? entry, Known known) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{known.Verdict?.Name()} {entry}")));

    /// <summary>Null when nothing is known of a finding of this name.</summary>
    public ServedDecision? Decision(string finding, PageRequest request, GovernanceReport report, string who)
    {
        var entry = TriageFiles.Read(context.Files, folder, new DiagnosticBag()).Find(finding);
        var known = Known.Of(finding, report);
        if (entry is null && known.IsNothing)
            return null;
        // An entry holds the worst that it was decided on: what a shorter trail does not show was there all the same.
        var verdict =
            known.Verdict is { } seen && entry?.Verdict is { } before && before < seen ? before : known.Verdict;
        return Decision(finding, request, who, verdict) with
        {
            Problem = Problem(entry, known, request, who),
            About = [.. About(entry, known, verdict)],
        };
    }

    private static string? Problem(TriageEntry? entry, Known known, PageRequest request, string who)
    {
        if (request.Value("outcome").Length == 0 || request.Value("state").Length == 0)
            return "A decision has an outcome and a state.";
        if (request.Value("version") == Version(entry, known))
            return null;
        return entry is not null && IsDecided(entry, request, who)
            ? "You have decided so already; it was not done a second time."
            : "Somebody has decided since this page was shown, or it was read again and is otherwise: look at it again.";
    }

    private static bool IsDecided(TriageEntry entry, PageRequest request, string who) =>
        entry.DecidedBy == who
        && entry.Outcome?.Name() == request.Value("outcome")
        && TriageNames.States.Of(entry.State) == request.Value("state")
        && entry.Reason == request.Value("reason");

    /// <param name="verdict">That the decision holds for; null where nothing was read of it now.</param>
    private static IEnumerable<Fact> About(TriageEntry? entry, Known known, Verdict? verdict)
    {
        yield return new Fact("decided on", (verdict ?? entry?.Verdict)?.Name() ?? "whatever the verdict is");
        if (entry is not null)
            yield return new Fact("until now", TriageText.State(entry));
        foreach (var fact in known.Seen.SelectMany(f => FactsOf(f)).Where(IsShown))
            yield return fact with
            {
                Name = $"launches and calls: {fact.Name}",
            };
        foreach (var images in known.Seen.Select(f => f.Images).Where(i => !i.IsEmpty))
            yield return new Fact("launches and calls: images", Joined(images));
        foreach (var fact in known.Used.SelectMany(f => FactsOf(f)).Where(IsShown))
            yield return fact with
            {
                Name = $"what uses the images: {fact.Name}",
            };
        if (known.IsNothing)
            yield return new Fact("seen", "nothing of it was read now: the entry alone is known");
    }

    /// <summary>The name stands in the title, and what was decided is told once.</summary>
    private static bool IsShown(Fact fact) => fact.Name is not ("finding" or "outcome");

    /// <param name="who">Who decides: the person whom git names.</param>
    /// <param name="verdict">What it is decided on; null leaves it as it is.</param>
    private ServedDecision Decision(string finding, PageRequest request, string who, Verdict? verdict) =>
        new(
            $"Decide on {finding}",
            [
                "triage",
                "set",
                .. Fields
                    .Where(name => request.Value(name).Length > 0)
                    .Select(name => ServedDecision.Option(name, request.Value(name))),
                .. verdict is null ? [] : (string[])[ServedDecision.Option("verdict", verdict.Value.Name())],
                ServedDecision.Option("by", who),
                ServedDecision.Option("triage", folder),
                "--",
                finding,
            ]
        )
        {
            Files = [TriageFiles.PathOf(folder, finding)],
        };
}
