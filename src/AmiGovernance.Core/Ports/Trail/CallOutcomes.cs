using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>
/// Tells policy denials from other failures, by error code (EC2 API reference, "Error codes for the Amazon EC2 API") and, where the
/// code does not say enough, by the error text (IAM user guide, "Troubleshoot access denied error messages").
/// </summary>
internal static class CallOutcomes
{
    /// <summary>What denials by the declarative policy are called.</summary>
    internal const string DeclarativePolicy = "declarative policy";

    /// <summary>
    /// Patterns of error codes without `Client.` and `Server.`; the first that matches counts. `*` stands for any text.
    /// </summary>
    internal static readonly ImmutableArray<(string Code, CallOutcome Outcome)> ByCode =
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

    /// <summary>
    /// What an error text holds when a guardrail that is no IAM policy refused the call, and what it is called.
    /// </summary>
    internal static readonly ImmutableArray<(string Text, string Guardrail)> ByText =
    [
        ("block public access", "image_block_public_access"),
        ("due to an organizational policy in effect", DeclarativePolicy),
        ("declarative policy", DeclarativePolicy),
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

    /// <summary>
    /// How a call ended, and which policy or guardrail denied it; empty for none, and where the text does not say.
    /// </summary>
    /// <param name="exceptionMessage">
    /// The declarative policy's message, which marks its denials; null when it is not known.
    /// </param>
    public static (CallOutcome Outcome, string DeniedBy) Of(string? code, string? message, string? exceptionMessage)
    {
        if (string.IsNullOrEmpty(code))
            return (CallOutcome.Succeeded, "");

        var outcome = OfCode(code);
        if (outcome == CallOutcome.DryRun)
            return (outcome, "");

        var text = message ?? "";
        if (!string.IsNullOrEmpty(exceptionMessage) && text.Contains(exceptionMessage, StringComparison.Ordinal))
            return (CallOutcome.PolicyDenial, DeclarativePolicy);
        if (outcome == CallOutcome.PolicyDenial)
            return (outcome, PolicyIn(text));

        foreach (var (words, guardrail) in ByText)
            if (text.Contains(words, StringComparison.OrdinalIgnoreCase))
                return (CallOutcome.PolicyDenial, guardrail);
        return (outcome, "");
    }

    private static CallOutcome OfCode(string code)
    {
        var isPrefixed =
            code.StartsWith("Client.", StringComparison.Ordinal)
            || code.StartsWith("Server.", StringComparison.Ordinal);
        var bare = isPrefixed ? code["Client.".Length..] : code;
        foreach (var (pattern, outcome) in ByCode)
            if (Wildcard.Matches(pattern, bare))
                return outcome;
        return CallOutcome.Failed;
    }

    /// <summary>
    /// Such as `service control policy p-abc123`; the id only where AWS names it, empty when the text does not say.
    /// </summary>
    private static string PolicyIn(string message)
    {
        foreach (var kind in PolicyKinds)
        {
            if (!message.Contains(kind, StringComparison.Ordinal))
                continue;
            var id = PolicyId(message);
            return id.IsEmpty ? kind : $"{kind} {id}";
        }
        return "";
    }

    /// <summary>Empty when the text names no policy.</summary>
    private static ReadOnlySpan<char> PolicyId(string message)
    {
        const string Folder = "_policy/";
        const string Prefix = "p-";
        var folder = message.IndexOf(Folder + Prefix, StringComparison.Ordinal);
        if (folder < 0)
            return [];
        var id = message.AsSpan(folder + Folder.Length);
        var end = Prefix.Length;
        while (end < id.Length && (char.IsAsciiLetterOrDigit(id[end]) || id[end] == '_'))
            end++;
        return id[..end];
    }
}
