using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>A plan as a page: what gets weaker, what changes in meaning, the calls, what is proven afterwards.</summary>
internal static class PlanPage
{
    public static Page Of(PlanReport report) =>
        new("Planned deployment")
        {
            Answer = Answer(report),
            About = [$"organization {report.Plan.OrganizationId}", $"as {report.Caller.Arn}", .. report.Proposal.Notes],
            Figures = [.. Figures(report)],
            Sections = [.. Sections(report)],
            NotLookedAt = [.. report.Writers.NotRead],
        };

    private static Cell Answer(PlanReport report)
    {
        if (report.Plan.IsEmpty)
            return new Cell("Nothing to do: the organization is as dist/ wants it", Tone.Good);
        var calls = Plural.Of(report.Plan.Steps.Length, "call");
        return report.Proposal.Weaker.IsEmpty
            ? new Cell($"{calls}; nothing gets weaker")
            : new Cell($"{calls}; {Plural.Of(report.Proposal.Weaker.Length, "thing")} gets weaker", Tone.Warning);
    }

    private static IEnumerable<Figure> Figures(PlanReport report)
    {
        var (plan, weaker) = (report.Plan, report.Proposal.Weaker.Length);
        yield return new Figure(PlanView.ModeChange(plan), "mode");
        yield return new Figure(Cell.Of(plan.Steps.Length).Text, "calls", Section: "calls");
        yield return new Figure(
            Cell.Of(weaker).Text,
            "gets weaker",
            weaker > 0 ? Tone.Warning : Tone.None,
            weaker > 0 ? "weaker" : null
        );
        if (report.Proposal.Proof is { Result.Guarantees: var guarantees })
            yield return Failing(guarantees.Count(g => g.IsFinding));
    }

    private static Figure Failing(int guarantees) =>
        new(
            Cell.Of(guarantees).Text,
            "guarantees that will not hold",
            guarantees > 0 ? Tone.Bad : Tone.Good,
            "guarantees"
        );

    private static IEnumerable<Section> Sections(PlanReport report)
    {
        var proposal = report.Proposal;
        if (!proposal.Weaker.IsEmpty)
            yield return new Section("weaker", "What gets weaker") { Blocks = [Weaker(proposal.Weaker)] };
        if (!report.Changes.Found.IsEmpty)
            yield return new Section("changed-since", $"Changed by others since deployment {report.Changes.Deployment}")
            {
                Blocks = [new Points([.. report.Changes.Found.Select(d => (Cell)ChangesView.Line(d))])],
            };
        if (proposal.Meaning is { } meaning)
            yield return new Section("meaning", "What changes in meaning") { Blocks = [DifferenceView.Block(meaning)] };
        if (!report.Writers.Found.IsEmpty)
            yield return new Section("other-writers", "Other writers")
            {
                Blocks = [WritersView.Table(report.Writers.Found)],
            };
        yield return new Section("calls", "Calls, in this order") { Blocks = Calls(report.Plan) };
        if (proposal.Proof is { Result: var result })
        {
            yield return new Section("guarantees", "Guarantees afterwards")
            {
                Blocks = [ProofPage.Guarantees(result.Guarantees)],
            };
        }
    }

    private static Points Weaker(ImmutableArray<Weakening> weaker) =>
        new([
            .. weaker.Select(w =>
                w.IsReviewed ? new Cell($"{w.Text} (reviewed)", Tone.Warning) : new Cell(w.Text, Tone.Bad)
            ),
        ]);

    private static ImmutableArray<Block> Calls(Plan plan)
    {
        if (plan.IsEmpty)
            return [new Nothing("No call is needed.")];
        var steps = PageTables.Of(
            "Calls to AWS Organizations",
            ["no.", "call", "IAM action"],
            plan.Steps.Index()
                .Select(s =>
                    (string[])
                        [
                            (s.Index + 1).ToString(CultureInfo.InvariantCulture),
                            PlanStepText.Of(s.Item),
                            s.Item.IamAction,
                        ]
                )
        );
        var texts = plan
            .Steps.Where(s => s.Call == StepCall.UpdatePolicy)
            .Select(s => new Preformatted(PlanView.TextOf(s), s.Policy));
        return [steps, .. texts];
    }
}
