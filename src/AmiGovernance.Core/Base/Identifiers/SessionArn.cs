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
        // Not Arn.TryParse: what does not begin with `arn` may be a session all the same, and is read as one by the queries too.
        var parts = recorded.Split(':', 6);
        if (parts is not [_, var partition, "sts", _, var account, var resource])
            return recorded;
        if (resource.Split('/') is not ["assumed-role", var role, _, ..])
            return recorded;
        var path = role.StartsWith(ServiceLinkedName, StringComparison.Ordinal) ? "aws-service-role/*/" : "";
        return $"arn:{partition}:iam::{account}:role/{path}{role}";
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
