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
/// <param name="MissingKeys">Keys that the policies look at and the request does not carry.</param>
public sealed record ScpAnswer(
    RequestContext Request,
    Decision Decision,
    JsonDocumentTree? Tree,
    ImmutableArray<NotMatching> NotMatching,
    ImmutableArray<string> MissingKeys
)
{
    /// <summary>Keys that decide and that nobody said; then the decision names the statement that may deny.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    public bool IsDenied => DependsOn.IsEmpty && Decision.Outcome != Outcome.Allowed;
}
