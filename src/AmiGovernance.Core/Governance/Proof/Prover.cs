using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// Proves the guarantees for all requests, by partitioning them along the conditions of the documents: complete for the
/// documents at hand. A document with a condition of another kind makes the guarantees that it touches "not proven".
/// </summary>
public static class Prover
{
    /// <summary>What every proof takes for granted; printed with the results.</summary>
    public static readonly ImmutableArray<string> Assumptions =
    [
        "FullAWSAccess is attached at every level, and no other policy denies more or sets EC2 attributes first",
        "EC2 sends `ec2:Owner` and `aws:ResourceAccount` for every image, and `aws:PrincipalAccount`, `aws:PrincipalArn` and `aws:CurrentTime` in every request",
        "accounts that no document names are all treated alike",
    ];

    /// <summary>What a proof for the accounts of an organization takes for granted.</summary>
    public static readonly ImmutableArray<string> OrganizationAssumptions =
    [
        "the organization is as its file says, with both policies attached to their targets",
        .. Assumptions[1..],
    ];

    public static ImmutableArray<GuaranteeResult> Run(ProofInput input)
    {
        var denies = input.Statements.Where(s => s.Effect == Effect.Deny).ToList();
        ImmutableArray<DenyStatement> known = [.. denies.Select(DenyStatement.Of).OfType<DenyStatement>()];
        var space = new RequestSpace(known, input.NamedAccounts, [.. input.BreakGlass, .. input.CreationRoles]);
        var results = Results(new Proof(input, space, known)).OrderBy(r => r.Id);
        return denies.Find(s => s.Conditions.Any(c => Atom.Of(c) is null)) is { } unknown
            ? [.. results.Select(r => Doubted(r, unknown))]
            : [.. results];
    }

    private static IEnumerable<GuaranteeResult> Results(Proof proof)
    {
        var launches = proof.OnImages(GuardedActions.Launch);
        return
        [
            .. LaunchGuarantees.All(proof, launches),
            .. ExceptionGuarantees.All(proof, launches),
            .. CreationGuarantees.All(proof, launches),
            .. GuardrailGuarantees.All(proof),
            LayerGuarantees.Agree(proof),
        ];
    }

    /// <summary>
    /// A statement that cannot be partitioned could deny what must be allowed, so nothing that holds is certain.
    /// </summary>
    private static GuaranteeResult Doubted(GuaranteeResult result, Statement unknown)
    {
        if (result.Outcome != ProofOutcome.Proven)
            return result;
        var name = unknown.Sid is { } sid ? $" `{sid}`" : "";
        return result with
        {
            Outcome = ProofOutcome.NotProven,
            Reason = $"the statement{name} has a condition that the prover cannot partition along",
        };
    }
}
