using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Sandbox.Calls;

/// <param name="Arn">The role's or user's ARN, never that of a session.</param>
/// <param name="SessionArn">What GetCallerIdentity says: the assumed-role ARN for a session, else the same as <paramref name="Arn"/>.</param>
/// <param name="UserId">The unique id; for a session with `:` and its name.</param>
public sealed record CallerIdentity(string AccountId, string Arn, string SessionArn, string UserId)
{
    /// <summary>Null for an administrator, whom nothing but Organizations policies holds back.</summary>
    public CompiledPolicy? Permissions { get; init; }

    /// <summary>Of a session.</summary>
    public DateTimeOffset? SessionStart { get; init; }

    public bool IsServiceLinkedRole => Arn.Contains(":role/aws-service-role/", StringComparison.Ordinal);
}
