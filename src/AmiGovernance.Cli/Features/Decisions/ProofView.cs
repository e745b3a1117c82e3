using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Prints what is proven, and for which accounts.</summary>
internal static class ProofView
{
    private const int MostRemarks = 8;

    public static void WriteText(
        TextWriter writer,
        IReadOnlyList<GuaranteeResult> results,
        OrganizationProofResult? organization
    )
    {
        foreach (var result in results)
            WriteResult(writer, result);
        if (organization is not null)
            WriteAccounts(writer, organization);
        writer.WriteLine();
        writer.WriteLine("Assumed:");
        foreach (var assumption in Assumptions(organization))
            writer.WriteLine($"- {assumption}");
    }

    private static void WriteResult(TextWriter writer, GuaranteeResult result)
    {
        var note =
            result.Outcome == ProofOutcome.NotApplicable
                ? $"not applicable: {result.Reason}"
                : $"{result.Outcome.Words()}, {Classes(result.Partitioned)}";
        writer.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Mark(result.Outcome)} {result.Number, 2}. {result.Title} ({note})"
            )
        );
        if (result.Outcome is ProofOutcome.Refuted or ProofOutcome.NotProven)
            writer.WriteLine($"       {Sanitize.Text(result.Reason ?? "")}");
        if (!result.Counterexample.IsEmpty)
            writer.WriteLine($"       {ShellText.Of($"amigov explain {result.Counterexample}")}");
        if (result.Outcome == ProofOutcome.Proven)
            foreach (var gap in result.Gaps)
                writer.WriteLine($"       not covered: {Sanitize.Text(gap)}");
    }

    /// <summary>How many classes, and how many values of what they were split along.</summary>
    private static string Classes(Partitioned split)
    {
        var along = new[]
        {
            (split.Places, "place", "places"),
            (split.Images, "kind of image", "kinds of image"),
            (split.Callers, "kind of caller", "kinds of caller"),
            (split.Times, "time", "times"),
            (split.Values, "value of another key", "values of other keys"),
        };
        var parts = along.Where(a => a.Item1 > 0).Select(a => Plural.Of(a.Item1, a.Item2, a.Item3)).ToList();
        var classes = Plural.Of(split.Classes, "class", "classes");
        return parts.Count == 0 ? classes : $"{classes}: {string.Join(", ", parts)}";
    }

    private static string Mark(ProofOutcome outcome) =>
        outcome switch
        {
            ProofOutcome.Proven => "✓",
            ProofOutcome.Refuted => "✗",
            ProofOutcome.NotProven => "?",
            _ => "–",
        };

    public static ImmutableArray<string> Assumptions(OrganizationProofResult? organization) =>
        organization is null ? Prover.Assumptions : organization.Assumptions;

    private static void WriteAccounts(TextWriter writer, OrganizationProofResult organization)
    {
        if (organization.Guarantees.IsEmpty)
            writer.WriteLine("nothing is proven: no account is under both policies");
        writer.WriteLine();
        writer.WriteLine("Accounts:");
        foreach (var group in organization.Groups)
            WriteGroup(writer, group);
    }

    private static void WriteGroup(TextWriter writer, AccountGroup group)
    {
        var accounts = OrganizationProof.Describe(group.Accounts);
        if (!group.Covered)
            writer.WriteLine($"– {accounts} (not covered)");
        else
            writer.WriteLine(group.Problems.IsEmpty ? $"✓ {accounts}" : $"✗ {accounts}");
        foreach (var problem in group.Problems)
            writer.WriteLine($"       {Sanitize.Text(problem)}");
        foreach (var remark in group.Remarks.Take(MostRemarks))
            writer.WriteLine($"       note: {Sanitize.Text(remark)}");
        var more = group.Remarks.Length - MostRemarks;
        if (more > 0)
            writer.WriteLine($"       note: {Plural.Of(more, "more note")} (`--output json`)");
    }

    public static MarkdownText Markdown(
        IReadOnlyList<GuaranteeResult> results,
        OrganizationProofResult? organization
    ) =>
        Guarantees(results)
        + (organization is null ? MarkdownText.Empty : MarkdownText.Of($"\n{Accounts(organization)}"));

    private static MarkdownText Accounts(OrganizationProofResult organization) =>
        TableOutput.Markdown(
            ["accounts", "covered", "problems", "notes"],
            organization.Groups.Select(g =>
                new[]
                {
                    OrganizationProof.Describe(g.Accounts),
                    g.Covered ? "yes" : "no",
                    string.Join("; ", g.Problems),
                    string.Join("; ", g.Remarks),
                }
            )
        );

    private static MarkdownText Guarantees(IReadOnlyList<GuaranteeResult> results) =>
        TableOutput.Markdown(
            ["guarantee", "outcome", "classes", "reason or what is not covered"],
            results.Select(r =>
                new[]
                {
                    string.Create(CultureInfo.InvariantCulture, $"{r.Number}. {r.Title}"),
                    r.Outcome.Words(),
                    r.Classes.ToString(CultureInfo.InvariantCulture),
                    r.Reason ?? string.Join("; ", r.Gaps),
                }
            )
        );
}
