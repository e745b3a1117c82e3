using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>How a recorded call ended.</summary>
public enum CallOutcome
{
    Succeeded,

    /// <summary>`--dry-run` of a call that was authorized.</summary>
    DryRun,

    /// <summary>Refused by a policy or a guardrail: what this product is about.</summary>
    PolicyDenial,

    /// <summary>
    /// The image cannot be used: not there, not shared, or hidden by Allowed AMIs. AWS does not document what a launch answers
    /// when Allowed AMIs denies it, so this may be a denial.
    /// </summary>
    ImageUnavailable,

    Quota,
    MissingSubscription,
    NoCapacity,
    Throttled,
    NotFound,
    InvalidParameter,

    /// <summary>Any other failure.</summary>
    Failed,

    /// <summary>A fleet that launched some of its instances; the error is that of the others.</summary>
    Partial,
}

public static class CallOutcomeNames
{
    public static readonly EnumNames<CallOutcome> Table = new(
        (CallOutcome.Succeeded, "succeeded"),
        (CallOutcome.DryRun, "dry_run"),
        (CallOutcome.PolicyDenial, "policy_denial"),
        (CallOutcome.ImageUnavailable, "image_unavailable"),
        (CallOutcome.Quota, "quota"),
        (CallOutcome.MissingSubscription, "missing_subscription"),
        (CallOutcome.NoCapacity, "no_capacity"),
        (CallOutcome.Throttled, "throttled"),
        (CallOutcome.NotFound, "not_found"),
        (CallOutcome.InvalidParameter, "invalid_parameter"),
        (CallOutcome.Failed, "failed"),
        (CallOutcome.Partial, "partial")
    );

    public static string Name(this CallOutcome outcome) => Table.Of(outcome);
}
