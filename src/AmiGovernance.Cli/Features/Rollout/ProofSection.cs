using System.Globalization;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Governance.Proof;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Shows which guarantees will not hold, and where; what is marked ✗ keeps calls from being made.</summary>
internal static class ProofSection
{
    public static void Write(TextWriter text, DeploymentProof proof)
    {
        var result = proof.Result;
        var failed = result.Guarantees.Where(g => g.Outcome is ProofOutcome.Refuted or ProofOutcome.NotProven).ToList();
        text.WriteLine();
        text.WriteLine(Headline(result, failed.Count));
        foreach (var guarantee in failed)
            WriteGuarantee(text, guarantee);
        foreach (var group in result.Groups)
            WriteGroup(text, group, isFailure: group.Covered || proof.NotReached.Contains(group));
    }

    private static string Headline(OrganizationProofResult result, int failed)
    {
        if (result.Guarantees.IsEmpty)
            return "Afterwards nothing is proven: no account is under both policies.";
        var covered = Plural.Of(result.Groups.Where(g => g.Covered).Sum(g => g.Accounts.Length), "account");
        return failed == 0
            ? $"Afterwards all guarantees hold in {covered} (`amigov prove` lists them)."
            : $"Afterwards, in {covered}:";
    }

    private static void WriteGuarantee(TextWriter text, GuaranteeResult guarantee)
    {
        var number = guarantee.Number.ToString(CultureInfo.InvariantCulture).PadLeft(2);
        text.WriteLine($"  ✗ {number}. {guarantee.Title}: {Sanitize.Text(guarantee.Reason ?? "")}");
        if (!guarantee.Counterexample.IsEmpty)
            text.WriteLine($"        {ShellText.Of($"amigov explain {guarantee.Counterexample}")}");
    }

    private static void WriteGroup(TextWriter text, AccountGroup group, bool isFailure)
    {
        var mark = isFailure ? "✗" : "–";
        var accounts = OrganizationProof.Describe(group.Accounts);
        foreach (var problem in group.Problems)
            text.WriteLine($"  {mark} {accounts}: {Sanitize.Text(problem)}");
    }
}
