using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.CodeHosts;

/// <param name="Body">Markdown.</param>
/// <param name="Reviewers">Handles without `@`.</param>
public sealed record MergeRequestText(
    string Branch,
    string Target,
    string Title,
    string Body,
    ImmutableArray<string> Reviewers
);

/// <param name="NotAsked">Reviewers that the host did not take.</param>
public sealed record OpenedMergeRequest(string Url, bool WasOpen, ImmutableArray<string> NotAsked);
