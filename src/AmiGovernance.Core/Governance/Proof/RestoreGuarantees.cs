using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// Who launches what an account made of its own disks. Allowed AMIs never restricts images that the account owns (EC2 user guide,
/// "Control the discovery and use of AMIs with Allowed AMIs"), so the service control policy alone decides.
/// </summary>
internal static class RestoreGuarantees
{
    /// <summary>Whether a role that restores launches an image of its own account.</summary>
    public static bool IsRestore(ProofInput input, RequestClass found, string owner, string account) =>
        ProofInput.IsExempt(found.Principal, input.RestoreRoles) && found.IsOwn(owner, account);

    public static GuaranteeResult NamedRolesRestore(Proof proof, List<RequestClass> launches)
    {
        var input = proof.Input;
        if (input.RestoreRoles.IsEmpty)
            return Guarantee.NamedRolesRestore.NotApplicable("`restore_roles` names none");
        if (input.Nobody(input.RestoreRoles) is { } nobody)
            return Guarantee.NamedRolesRestore.Refuted(Partitioned.Of(launches), nobody);
        var result = proof.CheckPermitted(
            Guarantee.NamedRolesRestore,
            GuardedActions.Launch,
            launches,
            c => Denied(proof, c)
        );
        return result with
        {
            Gaps =
            [
                "it rests on `ec2:Owner` of an account's own image being the account's number",
                "an image that carries an owner alias is known by the alias, also to its own account",
            ],
        };
    }

    private static Breach? Denied(Proof proof, RequestClass found)
    {
        foreach (var (account, principal) in Roles(proof, found))
            if (found.Image is null || OwnersOf(proof, found).Any(owner => found.MayBeOwn(owner, account)))
                return new Breach(
                    $"{found.DeniedBy?.Words} denies {found.Action} of its own images to account {account}",
                    account,
                    account
                )
                {
                    Principal = principal,
                };
        return null;
    }

    /// <summary>Owners without an alias.</summary>
    private static IEnumerable<string> OwnersOf(Proof proof, RequestClass found) =>
        proof.Owners(found).Select(o => o.Owner).Where(o => AccountId.IsValid(o));

    /// <summary>The roles of the class, one for each account; what is denied whoever calls is denied to a role of each name.</summary>
    private static IEnumerable<(string Account, string? Principal)> Roles(Proof proof, RequestClass found)
    {
        var roles = proof.Input.RestoreRoles;
        if (found.Principal is not null)
            return ProofInput.IsExempt(found.Principal, roles)
                ? proof.Accounts(found).Select(a => (a, (string?)null))
                : [];
        var partition = found.Place?.Partition ?? Partition.Aws;
        var patterns = found.Image is null
            ? roles
            : OwnersOf(proof, found).SelectMany(owner => roles.Select(role => OfAccount(role, owner)));
        return patterns
            .Select(pattern => PrincipalPattern.Sample(pattern, partition))
            .OfType<string>()
            .Select(arn => (PrincipalArn.Account(arn), (string?)arn));
    }

    /// <summary>The pattern of the account's roles alone, where it matches any.</summary>
    private static string OfAccount(string pattern, string account)
    {
        var parts = pattern.Split(':', 6);
        var isMatched = parts.Length == 6 && Wildcard.Matches(parts[4], account);
        return isMatched ? string.Join(':', [.. parts[..4], account, parts[5]]) : "";
    }
}
