using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.CodeHosts;

/// <summary>
/// GitLab says who approves and when (`approved_at`, not in every version), but not which commit was approved: that is told from the
/// pushes.
/// </summary>
internal static class GitLabApprovals
{
    /// <param name="answer">Of `/approvals`.</param>
    /// <param name="versions">Of `/versions`.</param>
    public static ImmutableArray<MergeApproval> Of(JsonNode? answer, ImmutableArray<JsonNode> versions)
    {
        if (HostAnswer.Member(answer, "approved_by") is not JsonArray approvals)
            return [];
        var found = approvals.Items.Select(a =>
            (Handle: HostAnswer.Text(HostAnswer.Member(a, "user"), "username"), At: Time(a, "approved_at"))
        );
        return
        [
            .. found
                .Where(a => a.Handle.Length > 0)
                .Select(a => new MergeApproval(a.Handle, ApprovalState.Given, Head(versions, a.At))),
        ];
    }

    /// <summary>The head of the branch at a time; without the time only what was pushed once can be told.</summary>
    private static string? Head(ImmutableArray<JsonNode> versions, DateTimeOffset? at)
    {
        if (at is null)
            return versions is [var only] ? Commit(only) : null;
        var pushed = versions.Select(v => (At: Time(v, "created_at"), Version: v)).ToList();
        // A push without a time could have come before the approval.
        if (pushed.Exists(p => p.At is null))
            return null;
        return pushed.Where(p => p.At <= at).MaxBy(p => p.At).Version is { } version ? Commit(version) : null;
    }

    private static string? Commit(JsonNode version) =>
        HostAnswer.Text(version, "head_commit_sha") is { Length: > 0 } commit ? commit : null;

    private static DateTimeOffset? Time(JsonNode node, string key) =>
        DateTimeOffset.TryParse(
            HostAnswer.Text(node, key),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : null;
}
