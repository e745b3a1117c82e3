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
        var triage = TriageFiles.Read(context.Files, folder, bag);
        return known.Page with
        {
            Sections = [Decided(triage), .. known.Page.Sections],
            NotLookedAt = [.. known.Page.NotLookedAt, .. bag.ToSorted().Select(d => d.Message)],
        };
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
        var found = report.Backtest?.Findings.FirstOrDefault(f => f.Id == finding);
        var used = report.Impact?.Findings.FirstOrDefault(f => f.Id == finding);
        if (entry is null && found is null && used is null)
            return null;
        return new Page($"Finding {finding}")
        {
            Answer = entry is null ? new Cell("open, without an entry", Tone.Warning) : Row(entry)[1],
            Sections =
            [
                .. found is null ? [] : (Section[])[Seen(found)],
                .. used is null ? [] : (Section[])[Used(used)],
                new Section("decide", "Decide")
                {
                    Lead = "Written into a file of the repository, and committed as the person whom git names here.",
                    Blocks = [Form(finding, Version(entry), given ?? Filled(finding, entry))],
                },
            ],
        };
    }

    private static Section Seen(BacktestFinding finding) =>
        new("seen", "What was seen")
        {
            Blocks =
            [
                new Facts([
                    .. BacktestView.Headers.Zip(BacktestView.Cells(finding)).Select(c => new Fact(c.First, c.Second)),
                ]),
                PageTables.Of(
                    "Who, and which images",
                    ["callers", "images", "Regions"],
                    [
                        [
                            string.Join(", ", finding.Principals),
                            string.Join(", ", finding.Images),
                            string.Join(", ", finding.Regions),
                        ],
                    ]
                ),
            ],
        };

    private static Section Used(ImpactFinding finding) =>
        new("used", "What uses the images")
        {
            Blocks =
            [
                new Facts([
                    .. ImpactView.Headers.Zip(ImpactView.Cells(finding)).Select(c => new Fact(c.First, c.Second)),
                ]),
            ],
        };

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

    /// <summary>Of what was decided before: another one means that somebody decided in between.</summary>
    private static string Version(TriageEntry? entry) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entry?.ToString() ?? "")));

    /// <summary>Null when nothing is known of a finding of this name.</summary>
    public ServedDecision? Decision(string finding, PageRequest request, GovernanceReport report, string who)
    {
        var entry = TriageFiles.Read(context.Files, folder, new DiagnosticBag()).Find(finding);
        if (entry is null && !IsFound(finding, report))
            return null;
        return Decision(finding, request, who) with { Problem = Problem(entry, request) };
    }

    private static bool IsFound(string finding, GovernanceReport report) =>
        report.Backtest?.Findings.Any(f => f.Id == finding) == true
        || report.Impact?.Findings.Any(f => f.Id == finding) == true;

    private static string? Problem(TriageEntry? entry, PageRequest request)
    {
        if (request.Value("outcome").Length == 0 || request.Value("state").Length == 0)
            return "A decision has an outcome and a state.";
        return request.Value("version") == Version(entry)
            ? null
            : "Somebody has decided since this page was shown: look at it again.";
    }

    /// <param name="who">Who decides: the person whom git names.</param>
    private ServedDecision Decision(string finding, PageRequest request, string who) =>
        new(
            $"Decide on {finding}",
            [
                "triage",
                "set",
                .. Fields
                    .Where(name => request.Value(name).Length > 0)
                    .Select(name => ServedDecision.Option(name, request.Value(name))),
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
