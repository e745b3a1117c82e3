namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>Names of callers as records and error texts have them.</summary>
public static class PrincipalNames
{
    /// <summary>The role of a session; any other ARN as it is. A session names its role without the path, so the result may lack one.</summary>
    public static string RoleOf(string arn)
    {
        // arn:aws:sts::111122223333:assumed-role/Name/session
        var parts = arn.Split(':', 6);
        if (parts.Length < 6 || parts[2] != "sts" || !parts[5].StartsWith("assumed-role/", StringComparison.Ordinal))
            return arn;
        var name = parts[5].Split('/');
        return name.Length > 2 ? $"arn:{parts[1]}:iam::{parts[4]}:role/{name[1]}" : arn;
    }

    /// <summary>Service-linked roles have a path of their own (IAM user guide, "Service-linked roles"); a role made from a session's ARN lacks it.</summary>
    public static bool IsServiceLinkedRole(string arn) =>
        arn.Contains(":role/aws-service-role/", StringComparison.Ordinal)
        || arn.Contains(":role/AWSServiceRoleFor", StringComparison.Ordinal);
}
