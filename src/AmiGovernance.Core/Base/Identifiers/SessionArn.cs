namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>
/// The ARN of a role's session, such as `arn:aws:sts::111122223333:assumed-role/Name/session` (IAM user guide, "IAM identifiers"). It names
/// the role without its path, and policies compare the role's own ARN.
/// </summary>
public static class SessionArn
{
    /// <summary>Of Identity Center's roles, with the Region after it in some accounts (IAM Identity Center user guide).</summary>
    private const string IdentityCenterPath = "aws-reserved/sso.amazonaws.com/";

    private const string IdentityCenterName = "AWSReservedSSO_";

    /// <summary>Service-linked roles are named so in all that AWS documents, and have a path of their own.</summary>
    private const string ServiceLinkedName = "AWSServiceRoleFor";

    /// <summary>
    /// The role of a session, without a path; any other text as it is. A role with the name of a service-linked one is taken for one, and
    /// `*` stands for its service.
    /// </summary>
    public static string RoleOf(string recorded)
    {
        if (!TryRead(recorded, out var partition, out var account, out var role))
            return recorded;
        var path = IsServiceLinked(role) ? "aws-service-role/*/" : "";
        return $"arn:{partition}:iam::{account}:role/{path}{role}";
    }

    /// <summary>
    /// The ARN of a session without its own name, which is the same for all sessions of the role: <see cref="RoleOf"/> reads it too. Null
    /// for what is no session, and where the path of the role is known by its name.
    /// </summary>
    public static string? WithoutName(string recorded) =>
        TryRead(recorded, out var partition, out var account, out var role) && !IsServiceLinked(role)
            ? $"arn:{partition}:sts::{account}:assumed-role/{role}"
            : null;

    private static bool IsServiceLinked(string role) => role.StartsWith(ServiceLinkedName, StringComparison.Ordinal);

    private static bool TryRead(string recorded, out string partition, out string account, out string role)
    {
        (partition, account, role) = ("", "", "");
        if (!recorded.Contains(":assumed-role/", StringComparison.Ordinal))
            return false;
        // Not Arn.TryParse: what does not begin with `arn` may be a session all the same, and is read as one by the queries too.
        if (recorded.Split(':', 6) is not [_, var its, "sts", _, var owner, var resource])
            return false;
        if (resource.Split('/') is not ["assumed-role", { Length: > 0 } name, ..])
            return false;
        (partition, account, role) = (its, owner, name);
        return true;
    }

    /// <summary>What the ARN of a role may be whose path is not known: `*` stands for any path.</summary>
    /// <param name="role">As <see cref="RoleOf"/> gives it.</param>
    public static string[] PossibleArns(string role)
    {
        var slash = role.LastIndexOf('/') + 1;
        var (start, name) = (role[..slash], role[slash..]);
        if (name.StartsWith(IdentityCenterName, StringComparison.Ordinal))
            start += IdentityCenterPath;
        return [start + name, $"{start}*/{name}"];
    }
}
