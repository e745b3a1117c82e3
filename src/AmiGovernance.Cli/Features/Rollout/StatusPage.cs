using System.Collections.Immutable;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Where the rollout stands, as a page.</summary>
internal static class StatusPage
{
    public static Page Of(StatusReport report) =>
        new("Status of the rollout")
        {
            Answer = Answer(report),
            About =
            [
                $"organization {report.Organization.Id}",
                $"management account {report.Organization.ManagementAccount}",
                $"at {report.At.MinuteText()}",
                .. report.Notes,
            ],
            Figures = [.. Figures(report)],
            Sections = [.. Sections(report)],
            NotLookedAt = report.NotRead,
        };

    private static Cell Answer(StatusReport report)
    {
        if (!report.Drifts.IsEmpty)
            return new Cell($"{Plural.Of(report.Drifts.Length, "drift")} between what should be and what is", Tone.Bad);
        return report.NotRead.IsEmpty
            ? new Cell("Configuration, dist/, record and organization say the same", Tone.Good)
            : new Cell("No drift in what could be read", Tone.Unknown);
    }

    public static IEnumerable<Figure> Figures(StatusReport report)
    {
        var uncovered = report.Gaps.Sum(g => g.Accounts.Length);
        yield return new Figure(Cell.Of(report.Organization.Accounts.Length).Text, "accounts", Section: "organization");
        yield return new Figure(Cell.Of(report.Covered).Text, StatusView.Layers(report), Section: "coverage");
        yield return new Figure(
            Cell.Of(uncovered).Text,
            "accounts not covered",
            report.Gaps.All(g => g.IsGiven) ? Tone.None : Tone.Warning,
            "coverage"
        );
        yield return new Figure(
            Cell.Of(report.Drifts.Length).Text,
            "places that drift",
            report.Drifts.IsEmpty ? Tone.Good : Tone.Bad,
            "drift"
        );
        yield return new Figure(
            Cell.Of(report.Exceptions.Length).Text,
            "exceptions that end soon, or have ended",
            report.Exceptions.IsEmpty ? Tone.None : Tone.Warning,
            "exceptions-that-end"
        );
    }

    public static Section Tree(StatusReport report) =>
        new("organization", "Organization") { Blocks = [OrganizationTree.Of(report)] };

    public static IEnumerable<Section> Sections(StatusReport report)
    {
        yield return Tree(report);
        yield return new Section("targets", "Targets") { Blocks = [Targets(report), Policies(report)] };
        yield return new Section("drift", "Drift") { Blocks = [Drift(report)] };
        yield return new Section("coverage", "Coverage") { Blocks = [Coverage(report)] };
        if (!report.Writers.IsEmpty)
            yield return new Section("other-writers", "Other writers") { Blocks = [WritersView.Table(report.Writers)] };
        yield return new Section("exceptions-that-end", "Exceptions that end") { Blocks = [Exceptions(report)] };
        if (!report.Next.IsEmpty)
            yield return new Section("next", "What comes next")
            {
                Blocks = [new Points([.. report.Next.Select(step => (Cell)step)])],
            };
    }

    public static Tone ToneOf(AllowedImagesState? mode) =>
        mode switch
        {
            AllowedImagesState.Enabled => Tone.Good,
            AllowedImagesState.AuditMode => Tone.Warning,
            null => Tone.Unknown,
            _ => Tone.Bad,
        };

    private static Block Targets(StatusReport report) =>
        report.Targets.IsEmpty
            ? new Nothing("Our policies are attached nowhere. `amigov plan` shows what a first deployment would do.")
            : new Table(
                [new("target"), new("mode", ColumnKind.Short), new("since"), new("accounts", ColumnKind.Number)],
                [
                    .. report.Targets.Select(t =>
                        ImmutableArray.Create<Cell>(
                            TargetName.Of(report.Organization, t.Target),
                            new Cell(StatusView.ModeOf(t), t.DeniedBy.IsEmpty ? ToneOf(t.Mode) : Tone.Bad),
                            StatusView.Since(t, report),
                            Cell.Of(t.Accounts)
                        )
                    ),
                ]
            )
            {
                Caption = "Targets of our policies",
            };

    private static Block Policies(StatusReport report) =>
        report.Policies.IsEmpty
            ? new Nothing("None of our policies is in the organization.")
            : PageTables.Of(
                "Our policies",
                ["policy", "id", "mode", "attached to"],
                report.Policies.Select(p =>
                    (string[])
                        [
                            p.Policy.Name,
                            p.Policy.Id,
                            p.Mode?.Name() ?? "",
                            p.Targets.IsEmpty ? "nowhere" : string.Join(", ", p.Targets),
                        ]
                )
            );

    private static Block Drift(StatusReport report)
    {
        if (report.Drifts.IsEmpty)
            return new Nothing(Answer(report));
        return PageTables.Of(
            "What differs",
            ["between", "what", "by whom", "what to do"],
            report.Drifts.Select(d => (string[])[d.Between, d.What, Author(d.By), d.Help])
        );
    }

    private static string Author(DriftAuthor? by) => by is null ? "" : WritersView.Author(by);

    private static Table Coverage(StatusReport report) =>
        new(
            [new("accounts"), new("state")],
            [
                [
                    Plural.Of(report.Covered, "account"),
                    new Cell(StatusView.Layers(report), StatusView.IsCovered(report) ? Tone.Good : Tone.Unknown),
                ],
                .. report.Gaps.Select(g =>
                    ImmutableArray.Create<Cell>(
                        OrganizationProof.Describe(g.Accounts),
                        new Cell(g.Why, g.IsGiven ? Tone.Quiet : Tone.Warning)
                    )
                ),
            ]
        )
        {
            Caption = "Accounts by what protects them",
        };

    private static Block Exceptions(StatusReport report) =>
        report.Exceptions.IsEmpty
            ? new Nothing("No exception has ended, and none ends soon.")
            : new Table(
                [new("account", ColumnKind.Code), new("ticket", ColumnKind.Short), new("state")],
                [
                    .. report.Exceptions.Select(e =>
                        ImmutableArray.Create<Cell>(
                            e.Exception.AccountId.Value,
                            e.Exception.Ticket,
                            new Cell(StatusView.End(e), e.State == ExceptionState.Expired ? Tone.Bad : Tone.Warning)
                        )
                    ),
                ]
            )
            {
                Caption = "Exceptions that have ended or end soon",
            };
}
