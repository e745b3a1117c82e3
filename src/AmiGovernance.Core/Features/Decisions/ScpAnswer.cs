using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>A statement that looks at the action and resource of a request and does not match it.</summary>
/// <param name="Condition">The first condition that does not hold.</param>
public sealed record NotMatching(JsonDocumentTree Tree, Statement Statement, Condition Condition);

/// <summary>One resource's answer by the policies that authorize.</summary>
/// <param name="Tree">The file of the deciding statement; null when none of the files decided.</param>
/// <param name="NotMatching">The deny statements that could have decided, and why they did not.</param>
/// <param name="MissingKeys">Keys that the policies look at and such a request never carries.</param>
/// <param name="Open">The statements that decide or do not, by what is not known; empty when it is decided.</param>
public sealed record ScpAnswer(
    RequestContext Request,
    Decision Decision,
    JsonDocumentTree? Tree,
    ImmutableArray<NotMatching> NotMatching,
    ImmutableArray<string> MissingKeys,
    ImmutableArray<OpenAnswer> Open
)
{
    /// <summary>Of the deciding policy, where an organization holds it.</summary>
    public string? PolicyId { get; init; }

    /// <summary>The resource's type, such as `image`.</summary>
    public required string Type { get; init; }

    /// <summary>Every such call touches such a resource; otherwise it depends on what the call names.</summary>
    public required bool IsTouched { get; init; }

    /// <summary>Some deny statement is about the action and such a resource, whatever its conditions.</summary>
    public bool IsLookedAt { get; init; }
}

/// <summary>A statement that decides or does not, by what is not known.</summary>
/// <param name="Tree">The file or policy that it stands in; null when it is not known.</param>
public sealed record OpenAnswer(OpenStatement Open, JsonDocumentTree? Tree);
