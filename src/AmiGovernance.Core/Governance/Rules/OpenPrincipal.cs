using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>A pattern of principals that people can become by creating a role or a user.</summary>
internal static class OpenPrincipal
{
    /// <summary>Only IAM Identity Center can create roles under this path.</summary>
    private const string ReservedPath = "role/aws-reserved/";

    /// <summary>Why one can become it, in words that end before what one is then; null where the pattern is one principal.</summary>
    public static string? Of(string pattern)
    {
        var (account, resource) = (PrincipalArn.Account(pattern), PrincipalArn.Resource(pattern));
        if (resource.StartsWith(ReservedPath, StringComparison.Ordinal))
            return null;
        var kind = resource.StartsWith("user/", StringComparison.Ordinal) ? "user" : "role";
        var where = account == "*" ? "any account" : "several accounts";
        if (Wildcard.HasWildcards(account))
            return $"`{pattern}` matches in {where}: whoever may create a {kind} of this name";
        return Wildcard.HasWildcards(resource)
            ? $"`{pattern}` matches several {kind}s: whoever may create one of such a name"
            : null;
    }
}
