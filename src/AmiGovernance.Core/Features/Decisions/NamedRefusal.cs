using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Whether AWS says that a policy denies, or that none allows.</summary>
public enum DenyWay
{
    Unsaid,
    ExplicitDeny,
    MissingAllow,
}

/// <summary>
/// What AWS itself said of a call that it refused: in an error, a record or a decoded message. Text of others, so nothing of it is
/// checked. If several policies deny, AWS names one (IAM user guide, "Troubleshoot access denied error messages").
/// </summary>
/// <param name="Shape">What is known of refusals of this form.</param>
public sealed record NamedRefusal(ErrorShape Shape)
{
    /// <summary>Without `Client.` and `Server.`; empty when the text has none.</summary>
    public string Code { get; init; } = "";

    public string Message { get; init; } = "";

    public string? Action { get; init; }

    /// <summary>As AWS writes it: that of a session, where it is one.</summary>
    public string? Principal { get; init; }

    public string? Resource { get; init; }

    /// <summary>Such as `service control policy`; null when AWS does not say.</summary>
    public string? PolicyKind { get; init; }

    /// <summary>The policy's ARN; null where AWS leaves it out.</summary>
    public string? PolicyArn { get; init; }

    public DenyWay Way { get; init; }

    /// <summary>Of a decoded message: the statements that denied.</summary>
    public ImmutableArray<string> Statements { get; init; } = [];

    /// <summary>What `aws sts decode-authorization-message` reads; null when there is none.</summary>
    public string? Encoded { get; init; }

    /// <summary>Further denials in the same text.</summary>
    public int Others { get; init; }

    /// <summary>It stands in a record of CloudTrail.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>Such as `p-abcdefgh`; null where AWS names none.</summary>
    public string? PolicyId => PolicyArn is { } arn ? arn[(arn.LastIndexOf('/') + 1)..] : null;

    /// <summary>Of the policy that AWS names by its id.</summary>
    public Deployer Deployer { get; init; }

    /// <summary>A denial by the declarative policy, where AWS's text holds the organization's message.</summary>
    public NamedRefusal By(DeclarativePolicy? policy) =>
        ExceptionMessages.Holds(Message, policy?.ExceptionMessage)
            ? this with
            {
                Shape = ErrorShape.OfDeclarativePolicy,
            }
            : this;

    /// <summary>AWS refused by a policy or a guardrail, whatever else is known.</summary>
    public bool IsPolicyDenial =>
        Shape.Kind is RefusalKind.Policy or RefusalKind.Declarative or RefusalKind.SharingBlocked;

    /// <summary>No policy on images answers like this.</summary>
    public bool IsElsewhere => Shape.Cause == ImagePolicyCause.No;
}
