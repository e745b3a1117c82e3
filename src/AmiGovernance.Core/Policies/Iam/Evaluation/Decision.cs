namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>As AWS's policy simulator names them.</summary>
public enum Outcome
{
    Allowed,
    ExplicitDeny,
    ImplicitDeny,
}

/// <summary>The kinds of policy that take part in a decision.</summary>
public enum PolicyLayer
{
    None,
    ServiceControlPolicy,
    ResourceControlPolicy,
    IdentityPolicy,
    PermissionsBoundary,
    SessionPolicy,
    VpcEndpointPolicy,
}

/// <summary>
/// A decision with its reason. For a deny: the statement that denied, or the level of the organization (root, OU, account,
/// counted from 0) at which nothing allowed. For an allow: the last statement that allowed, if any was needed.
/// </summary>
public readonly record struct Decision(
    Outcome Outcome,
    PolicyLayer Layer,
    CompiledPolicy? Policy,
    int Statement,
    int Level
)
{
    public static readonly Decision NotGoverned = new(Outcome.Allowed, PolicyLayer.None, null, -1, -1);

    public Statement? DecidingStatement =>
        Policy is { } policy && Statement >= 0 ? policy.Document.Statements[Statement] : null;
}
