using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// Proves the guarantees for all requests, by partitioning them along the conditions of the documents: complete for the
/// documents at hand. What a guarantee rests on and is not split along makes it "not proven".
/// </summary>
public static class Prover
{
    /// <summary>What every proof takes for granted; printed with the results.</summary>
    public static readonly ImmutableArray<string> Assumptions =
    [
        "FullAWSAccess is attached at every level, and no other policy denies more or sets EC2 attributes first",
        "EC2 sends `ec2:Owner` for every image, `aws:ResourceAccount` with all calls but copies,"
            + " and `aws:PrincipalAccount`, `aws:PrincipalArn` and `aws:CurrentTime` in every request",
        "accounts that no document names are all treated alike",
        "images of an account that is listed by its number carry no owner alias, unless the table of known publishers has one for it",
    ];

    /// <summary>What a proof for the accounts of an organization takes for granted.</summary>
    public static readonly ImmutableArray<string> OrganizationAssumptions =
    [
        "the organization is as its file says, with both policies attached to their targets",
        .. Assumptions[1..],
    ];

    public static ImmutableArray<GuaranteeResult> Run(ProofInput input) => Run(Of(input));

    /// <summary>The results, and the classes that the guarantees about requests rest on.</summary>
    internal static (ImmutableArray<GuaranteeResult> Results, CertifiedClasses Classes) Certify(ProofInput input)
    {
        var proof = Of(input);
        return (Run(proof), CertifiedClasses.Of(proof));
    }

    private static ImmutableArray<GuaranteeResult> Run(Proof proof) => [.. Results(proof).OrderBy(r => r.Id)];

    private static Proof Of(ProofInput input)
    {
        ImmutableArray<DenyStatement> denies =
        [
            .. input.Statements.Where(s => s.Effect == Effect.Deny).Select(DenyStatement.Of),
        ];
        var space = new RequestSpace(
            denies,
            [.. input.NamedAccounts, .. input.RestoringAccounts, .. input.Statements.SelectMany(Accounts)],
            action => Exempt(input, action),
            input.ManagedServices
        );
        return new Proof(input, space, denies, new ProofEngine(input.Statements, input.Now));
    }

    /// <summary>
    /// The accounts that a statement names, as callers or as owners: each is looked at as both, for some guarantees are about an account's
    /// own images.
    /// </summary>
    private static IEnumerable<string> Accounts(Statement statement) =>
        statement
            .Conditions.SelectMany(c => c.Values)
            .Concat(statement.Resources)
            .Select(value => ArnParts.Of(value)?.Account ?? value)
            .Where(a => AccountId.IsValid(a));

    /// <summary>The principals of whom a guarantee says that they may make such a call.</summary>
    private static ImmutableArray<string> Exempt(ProofInput input, string action)
    {
        ImmutableArray<string> creating = GuardedActions.IsCreation(action) ? input.CreationRoles : [];
        ImmutableArray<string> restoring = GuardedActions.IsLaunch(action) ? input.RestoreRoles : [];
        return [.. input.BreakGlass, .. creating, .. restoring];
    }

    private static IEnumerable<GuaranteeResult> Results(Proof proof)
    {
        var launches = proof.Of(GuardedActions.Launch);
        return
        [
            .. LaunchGuarantees.All(proof, launches),
            .. ExceptionGuarantees.All(proof, launches),
            .. CreationGuarantees.All(proof, launches),
            .. ContentGuarantees.All(proof),
            RestoreGuarantees.NamedRolesRestore(proof, launches),
            .. GuardrailGuarantees.All(proof),
            LayerGuarantees.Agree(proof, launches),
        ];
    }
}
