using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>What is proven, and for which accounts, as a page.</summary>
internal static class ProofPage
{
    public static Page Of(
        IReadOnlyList<GuaranteeResult> results,
        OrganizationProofResult? organization,
        DateOnly asOf
    ) =>
        new("What the policies guarantee")
        {
            Answer = Answer(results),
            About = [$"as of {asOf.Text()} (UTC)", organization is null ? "the policies alone" : "for each account"],
            Figures = [.. Enum.GetValues<ProofOutcome>().Select(outcome => Figure(results, outcome))],
            Sections = [.. Sections(results, organization)],
        };

    public static Cell Answer(IReadOnlyList<GuaranteeResult> results)
    {
        var bad = results.Count(r => r.Outcome == ProofOutcome.Refuted);
        var open = results.Count(r => r.Outcome == ProofOutcome.NotProven);
        if (results.Count == 0)
            return new Cell("Nothing is proven: no account is under both policies", Tone.Bad);
        if (bad > 0)
            return new Cell($"{Plural.Of(bad, "guarantee")} refuted", Tone.Bad);
        return open > 0
            ? new Cell($"{Plural.Of(open, "guarantee")} not proven", Tone.Unknown)
            : new Cell("Every guarantee that applies is proven for all classes of requests", Tone.Good);
    }

    private static Figure Figure(IReadOnlyList<GuaranteeResult> results, ProofOutcome outcome)
    {
        var count = results.Count(r => r.Outcome == outcome);
        return new Figure(Cell.Of(count).Text, outcome.Words(), count == 0 ? Tone.None : ToneOf(outcome), "guarantees");
    }

    public static IEnumerable<Section> Sections(
        IReadOnlyList<GuaranteeResult> results,
        OrganizationProofResult? organization
    )
    {
        yield return new Section("guarantees", "Guarantees") { Blocks = [Guarantees(results)] };
        if (organization is not null)
            yield return new Section("accounts", "Accounts") { Blocks = [Accounts(organization)] };
        yield return new Section("assumed", "What the proof assumes")
        {
            Blocks = [new Points([.. ProofView.Assumptions(organization).Select(text => (Cell)text)])],
        };
    }

    public static Table Guarantees(IReadOnlyList<GuaranteeResult> results) =>
        new(
            [
                new("no.", ColumnKind.Number),
                new("guarantee"),
                new("outcome", ColumnKind.Short),
                new("classes", ColumnKind.Number),
                new("reason, or what is not covered"),
                new("see it"),
            ],
            [
                .. results.Select(r =>
                    ImmutableArray.Create<Cell>(
                        r.Number.ToString(CultureInfo.InvariantCulture),
                        r.Title,
                        new Cell(r.Outcome.Words(), ToneOf(r.Outcome)),
                        Cell.Of(r.Classes),
                        r.Reason ?? string.Join("; ", r.Gaps),
                        r.Counterexample.IsEmpty ? Cell.Empty : $"amigov explain {r.Counterexample}"
                    )
                ),
            ]
        )
        {
            Caption = "Each guarantee with its outcome",
        };

    private static Table Accounts(OrganizationProofResult organization) =>
        new(
            [new("accounts"), new("covered", ColumnKind.Short), new("problems"), new("notes")],
            [
                .. organization.Groups.Select(g =>
                    ImmutableArray.Create<Cell>(
                        OrganizationProof.Describe(g.Accounts),
                        Covered(g),
                        string.Join("; ", g.Problems),
                        string.Join("; ", g.Remarks)
                    )
                ),
            ]
        )
        {
            Caption = "Accounts that the same policies reach",
        };

    private static Cell Covered(AccountGroup group)
    {
        if (!group.Covered)
            return new Cell("not covered", Tone.Warning);
        return group.Problems.IsEmpty ? new Cell("covered", Tone.Good) : new Cell("with problems", Tone.Bad);
    }

    private static Tone ToneOf(ProofOutcome outcome) =>
        outcome switch
        {
            ProofOutcome.Proven => Tone.Good,
            ProofOutcome.Refuted => Tone.Bad,
            ProofOutcome.NotProven => Tone.Unknown,
            _ => Tone.Quiet,
        };
}
