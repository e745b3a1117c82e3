using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>
/// The ARN pattern of an IAM role or user as `aws:PrincipalArn` carries it: `arn:aws:iam::111122223333:role/path/Name`.
/// Wildcards `*` and `?` may stand in partition, account and name. The session ARN (`arn:aws:sts::…:assumed-role/…`) never matches
/// that key: for an assumed role its value is the role's ARN.
/// </summary>
public static partial class PrincipalArn
{
    public static bool IsValid(string text) => text.Length <= 2048 && Pattern().IsMatch(text);

    public static bool IsAssumedRoleSession(string text) =>
        text.Contains(":sts:", StringComparison.Ordinal) && text.Contains(":assumed-role/", StringComparison.Ordinal);

    /// <summary>
    /// Service-linked roles have a path of their own (IAM user guide, "Service-linked roles"). The name alone makes none: nothing that AWS
    /// documents keeps a role in another path from being called alike.
    /// </summary>
    public static bool IsServiceLinkedRole(string arn) =>
        arn.Split(':', 6) is [_, _, _, _, _, var resource]
        && resource.StartsWith(ServiceLinkedPath, StringComparison.Ordinal);

    internal const string ServiceLinkedPath = "role/aws-service-role/";

    /// <summary>The account part: 12 digits or a pattern.</summary>
    public static string Account(string arn) => arn.Split(':', 6)[4];

    /// <summary>Everything after the account, such as `role/path/Name`.</summary>
    public static string Resource(string arn) => arn.Split(':', 6)[5];

    // An account of twelve digits, or a pattern that twelve digits can match.
    [GeneratedRegex(
        @"^arn:(aws|aws-cn|aws-us-gov|aws-eusc|\*|aws\*):iam::([0-9?]{12}|(?=[0-9?]*\*)[0-9*?]{1,12}):(role|user)/[\w+=,.@/*?-]+\z",
        RegexOptions.ECMAScript
    )]
    private static partial Regex Pattern();
}
