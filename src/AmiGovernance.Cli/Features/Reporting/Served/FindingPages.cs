using System.Collections.Immutable;
using AmiGovernance.Cli.Features.Reporting.Governance;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;

namespace AmiGovernance.Cli.Features.Reporting.Served;

/// <summary>Findings on launches with what was decided on them, and the decision.</summary>
internal sealed class FindingPages(CliContext context, string folder)
{
    public const string Path = "/findings";

    private static readonly string[] Fields = ["outcome", "state", "reason", "ticket"];

    public Page List(GovernanceReport report)
    {
        var page = report.Backtest is { } backtest
            ? BacktestPage.Of(backtest)
            : new Page("Who would have been denied")
            {
                NotLookedAt = ["launches of the past: start the console with `--trail` and the files of a trail"],
            };
        var bag = new DiagnosticBag();
        var triage = TriageFiles.Read(context.Files, folder, bag);
        return page with
        {
            Sections = [Decided(triage), .. page.Sections],
            NotLookedAt = [.. page.NotLookedAt, .. bag.ToSorted().Select(d => d.Message)],
        };
    }

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
            new Cell(entry.Finding, Link: $"{Path}/{Uri.EscapeDataString(entry.Finding)}"),
            new Cell(TriageNames.States.Of(entry.State), entry.State == TriageState.Open ? Tone.Warning : Tone.Good),
            entry.Outcome?.Name(),
            entry.DecidedBy,
            entry.Ticket,
            entry.Reason,
        ];

    /// <summary>Null when nothing is known of a finding of this name.</summary>
    public Page? One(string finding, GovernanceReport report)
    {
        var triage = TriageFiles.Read(context.Files, folder, new DiagnosticBag());
        var entry = triage.Entries.FirstOrDefault(e => e.Finding == finding);
        var found = report.Backtest?.Findings.FirstOrDefault(f => f.Id == finding);
        if (entry is null && found is null)
            return null;
        return new Page($"Finding {finding}")
        {
            Answer = entry is null ? new Cell("open, without an entry", Tone.Warning) : Row(entry)[1],
            Sections =
            [
                .. found is null ? [] : (Section[])[Seen(found)],
                new Section("decide", "Decide")
                {
                    Lead = "Written into a file of the repository, and committed as the person whom git names here.",
                    Blocks = [Form(finding, entry)],
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

    private static Form Form(string finding, TriageEntry? entry) =>
        new(
            $"{Path}/{Uri.EscapeDataString(finding)}",
            "Show what will be done",
            [
                new Field("outcome", "Outcome", FieldKind.Choice)
                {
                    Choices = [.. TriageNames.Outcomes.All.Select(o => (o, o))],
                    Value = entry?.Outcome?.Name() ?? "",
                },
                new Field("state", "State", FieldKind.Choice)
                {
                    Choices = [.. TriageNames.States.All.Select(s => (s, s))],
                    Value = entry is null ? "" : TriageNames.States.Of(entry.State),
                },
                new Field("reason", "Why", Hint: "needed to close") { Value = entry?.Reason ?? "" },
                new Field("ticket", "Ticket") { Value = entry?.Ticket ?? "" },
            ]
        )
        {
            Changes = true,
        };

    /// <param name="who">Who decides: the person whom git names.</param>
    public ServedDecision Decision(string finding, PageRequest request, string who) =>
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
