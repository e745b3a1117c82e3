using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>Names of callers as records and error texts have them.</summary>
internal static class PrincipalNames
{
    /// <summary>
    /// The role of a session, such as `arn:aws:sts::111122223333:assumed-role/Name/session`; any other text as it is. A session names its
    /// role without the path, so the result may lack one.
    /// </summary>
    public static string RoleOf(string recorded) => SessionArn.RoleOf(recorded);

    /// <summary>
    /// Whether a service calls as itself, which no service control policy reaches: CloudTrail names it, or the type of its identity
    /// (CloudTrail user guide, "CloudTrail userIdentity element", `invokedBy` and `type`). A caller that a record does not name is none.
    /// </summary>
    public static bool IsService(string recorded) =>
        recorded is "AWSService" or "AWS Internal" || IsServiceName(recorded);

    /// <summary>
    /// Such as `ec2.amazonaws.com`; China has a domain of its own (AWS General Reference, "Regional endpoints"). Roles, users and sessions
    /// may be named like one: an ARN and a `principalId` are none.
    /// </summary>
    public static bool IsServiceName(string recorded) =>
        recorded.AsSpan().IndexOfAny(':', '/') < 0
        && (
            recorded.EndsWith(".amazonaws.com", StringComparison.Ordinal)
            || recorded.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal)
        );
}
