using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Sandbox.World;

/// <summary>Who is behind an access key.</summary>
/// <param name="Arn">The role's or user's ARN, never that of a session.</param>
/// <param name="SessionArn">
/// What GetCallerIdentity answers: the assumed-role ARN for a session, else the same as <paramref name="Arn"/>.
/// </param>
/// <param name="UserId">The unique id; for a session with `:` and its name.</param>
internal sealed record CallerIdentity(AccountId AccountId, string Arn, string SessionArn, string UserId)
{
    /// <summary>Null for an administrator, whom nothing but Organizations policies holds back.</summary>
    public RolePolicy? Permissions { get; init; }

    /// <summary>Of a session.</summary>
    public DateTimeOffset? SessionStart { get; init; }

    /// <summary>As `aws:PrincipalType` has it.</summary>
    public string PrincipalType =>
        this switch
        {
            { IsSession: true } => "AssumedRole",
            _ when Arn.EndsWith(":root", StringComparison.Ordinal) => "Account",
            _ => "User",
        };

    public bool IsSession => SessionArn.Contains(":assumed-role/", StringComparison.Ordinal);

    /// <summary>Of the user or role, without its path.</summary>
    public string Name => Arns.NameOf(Arn);

    public bool IsServiceLinkedRole => Arn.Contains(":role/aws-service-role/", StringComparison.Ordinal);

    /// <summary>
    /// Whether a principal of a policy names this caller: an account id, the ARN of an account, or that of a role or user (IAM user
    /// guide, "AWS JSON policy elements: Principal").
    /// </summary>
    public bool IsNamedBy(string principal) =>
        principal == AccountId.Value || principal == Arns.Iam(AccountId, "root") || principal == Arn;
}
