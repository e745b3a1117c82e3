using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

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
}

/// <summary>
/// Tells policy denials from other failures, by error code (EC2 API reference, "Error codes for the Amazon EC2 API") and, where the
/// code does not say enough, by the error text (IAM user guide, "Troubleshoot access denied error messages").
/// </summary>
public static class CallOutcomes
{
    public static readonly ImmutableArray<string> Names =
    [
        "succeeded",
        "dry_run",
        "policy_denial",
        "image_unavailable",
        "quota",
        "missing_subscription",
        "no_capacity",
        "throttled",
        "not_found",
        "invalid_parameter",
        "failed",
    ];

    /// <summary>Patterns of error codes without `Client.` and `Server.`; the first that matches counts. `*` stands for any text.</summary>
    public static readonly ImmutableArray<(string Code, CallOutcome Outcome)> ByCode =
    [
        ("DryRunOperation", CallOutcome.DryRun),
        ("*UnauthorizedOperation", CallOutcome.PolicyDenial),
        ("AccessDenied*", CallOutcome.PolicyDenial),
        ("Unauthorized*", CallOutcome.PolicyDenial),
        ("InvalidAMIID.*", CallOutcome.ImageUnavailable),
        ("InvalidAMIName.*", CallOutcome.InvalidParameter),
        ("RequestLimitExceeded", CallOutcome.Throttled),
        ("Throttling*", CallOutcome.Throttled),
        ("TooManyRequests*", CallOutcome.Throttled),
        ("OptInRequired", CallOutcome.MissingSubscription),
        ("*SubscriptionRequired*", CallOutcome.MissingSubscription),
        ("Insufficient*Capacity", CallOutcome.NoCapacity),
        ("*LimitExceeded", CallOutcome.Quota),
        ("*QuotaExceeded*", CallOutcome.Quota),
        ("MaxSpot*Exceeded", CallOutcome.Quota),
        ("*.NotFound", CallOutcome.NotFound),
        ("*NotFoundException", CallOutcome.NotFound),
        ("Invalid*", CallOutcome.InvalidParameter),
        ("MissingParameter", CallOutcome.InvalidParameter),
        ("Malformed*", CallOutcome.InvalidParameter),
        ("Unsupported", CallOutcome.InvalidParameter),
        ("UnknownParameter", CallOutcome.InvalidParameter),
        ("Validation*", CallOutcome.InvalidParameter),
    ];

    /// <summary>What an error text holds when a guardrail that is no IAM policy refused the call, and what it is called.</summary>
    public static readonly ImmutableArray<(string Text, string Guardrail)> ByText =
    [
        ("block public access", "image_block_public_access"),
        ("due to an organizational policy in effect", "declarative policy"),
        ("declarative policy", "declarative policy"),
    ];

    /// <summary>The kinds of policy that an authorization error names.</summary>
    internal static readonly ImmutableArray<string> PolicyKinds =
    [
        "service control policy",
        "resource control policy",
        "permissions boundary",
        "session policy",
        "identity-based policy",
        "resource-based policy",
        "VPC endpoint policy",
    ];

    public static string Name(this CallOutcome outcome) => Names[(int)outcome];

    /// <param name="exceptionMessage">The declarative policy's message, which marks its denials; null when it is not known.</param>
    public static (CallOutcome Outcome, string DeniedBy) Of(string? code, string? message, string? exceptionMessage)
    {
        if (string.IsNullOrEmpty(code))
            return (CallOutcome.Succeeded, "");
        var bare =
            code.StartsWith("Client.", StringComparison.Ordinal) || code.StartsWith("Server.", StringComparison.Ordinal)
                ? code[7..]
                : code;
        var outcome = CallOutcome.Failed;
        foreach (var (pattern, meaning) in ByCode)
            if (Wildcard.Matches(pattern, bare))
            {
                outcome = meaning;
                break;
            }
        if (outcome == CallOutcome.DryRun)
            return (outcome, "");
        if (
            exceptionMessage is { Length: > 0 }
            && message?.Contains(exceptionMessage, StringComparison.Ordinal) == true
        )
            return (CallOutcome.PolicyDenial, "declarative policy");
        if (outcome == CallOutcome.PolicyDenial)
            return (outcome, PolicyIn(message ?? ""));
        foreach (var (text, guardrail) in ByText)
            if (message?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
                return (CallOutcome.PolicyDenial, guardrail);
        return (outcome, "");
    }

    /// <summary>Such as `service control policy p-abc123`; the id only where AWS names it, empty when the text does not say.</summary>
    private static string PolicyIn(string message)
    {
        foreach (var kind in PolicyKinds)
        {
            if (!message.Contains(kind, StringComparison.Ordinal))
                continue;
            var slash = message.IndexOf("_policy/p-", StringComparison.Ordinal);
            if (slash < 0)
                return kind;
            var id = message.AsSpan(slash + "_policy/".Length);
            var end = 2;
            while (end < id.Length && char.IsAsciiLetterOrDigit(id[end]) || end < id.Length && id[end] == '_')
                end++;
            return $"{kind} {id[..end]}";
        }
        return "";
    }
}
