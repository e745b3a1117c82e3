using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
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

    /// <summary>What EC2 says with `AuthFailure` of an image that is not shared; the same code stands for wrong credentials.</summary>
    internal const string NotShared = "Not authorized for images";

    private static readonly string PublicSharing = DeclarativeAttributes.ImageBlockPublicAccess.Name;

    /// <summary>
    /// Patterns of error codes without `Client.` and `Server.`; the first that matches counts. `*` stands for any text.
    /// </summary>
    internal static readonly ImmutableArray<(string Code, CallOutcome Outcome)> ByCode =
    [
        .. ErrorShape.All.Where(s => s.Text.Length == 0 && IsTold(s)).Select(s => (s.Code, OutcomeOf(s.Kind))),
    ];

    /// <summary>
    /// What an error text holds when the code does not say enough: how the call ended then, and which guardrail that is no IAM policy
    /// refused it, empty for none.
    /// </summary>
    internal static readonly ImmutableArray<(string Text, CallOutcome Outcome, string Guardrail)> ByText =
    [
        .. ErrorShape
            .All.Where(s => s.Text.Length > 0)
            .Select(s => (s.Text, Outcome: OutcomeOf(s.Kind), Guardrail(s.Kind)))
            .Where(s => s.Outcome is CallOutcome.PolicyDenial or CallOutcome.ImageUnavailable),
    ];

    private static readonly ImmutableArray<string> Kinds =
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
    /// The kinds of policy that an authorization error names: what it holds, and what is said of it. A missing allow goes first, for its
    /// words hold those of the kind.
    /// </summary>
    internal static readonly ImmutableArray<(string Text, string Name)> PolicyKinds =
    [
        .. Kinds.Select(kind => ($"no {kind} allows", $"{kind} (missing allow)")),
        .. Kinds.Select(kind => (kind, kind)),
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

        foreach (var (words, byText, guardrail) in ByText)
            if (text.Contains(words, StringComparison.OrdinalIgnoreCase))
                return (byText, guardrail);
        return (outcome, "");
    }

    /// <summary>Whether the code alone says that a policy refused.</summary>
    public static bool IsDenial(string code) => code.Length > 0 && OfCode(code) == CallOutcome.PolicyDenial;

    private static CallOutcome OfCode(string code)
    {
        var bare = ErrorShape.Bare(code);
        foreach (var (pattern, outcome) in ByCode)
            if (Wildcard.Matches(pattern, bare))
                return outcome;
        return CallOutcome.Failed;
    }

    /// <summary>A failure like any other is told only where another pattern stands for its code too.</summary>
    private static bool IsTold(ErrorShape shape) =>
        OutcomeOf(shape.Kind) != CallOutcome.Failed
        || ErrorShape.All.Any(o => o != shape && o.Text.Length == 0 && o.IsCode(shape.Code));

    private static CallOutcome OutcomeOf(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.DryRun => CallOutcome.DryRun,
            RefusalKind.Policy or RefusalKind.Declarative or RefusalKind.SharingBlocked => CallOutcome.PolicyDenial,
            RefusalKind.ImageUnavailable or RefusalKind.ImageState => CallOutcome.ImageUnavailable,
            RefusalKind.Subscription => CallOutcome.MissingSubscription,
            RefusalKind.Quota => CallOutcome.Quota,
            RefusalKind.Capacity => CallOutcome.NoCapacity,
            RefusalKind.Throttled => CallOutcome.Throttled,
            RefusalKind.NotFound => CallOutcome.NotFound,
            RefusalKind.Parameter => CallOutcome.InvalidParameter,
            _ => CallOutcome.Failed,
        };

    private static string Guardrail(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.Declarative => DeclarativePolicy,
            RefusalKind.SharingBlocked => PublicSharing,
            _ => "",
        };

    /// <summary>
    /// Such as `service control policy p-abc123`; the id only where AWS names it, empty when the text does not say.
    /// </summary>
    private static string PolicyIn(string message)
    {
        foreach (var (text, name) in PolicyKinds)
        {
            if (!message.Contains(text, StringComparison.Ordinal))
                continue;
            var id = PolicyId(message);
            return id.IsEmpty ? name : $"{name} {id}";
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
