namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>The name of an approver role; `Security Lead`, `security_lead` and `security-lead` are the same role.</summary>
internal static class RoleName
{
    public static string Normal(string role) => role.Trim().ToLowerInvariant().Replace(' ', '-').Replace('_', '-');

    public static bool AreSame(string a, string b) => Normal(a) == Normal(b);
}
