using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>A call to be explained, and the policies to explain it by.</summary>
public sealed record ExplainRequest
{
    public required CallInput Call { get; init; }

    /// <summary>What is known of the image, where neither the call nor AWS says whose it is; null for nothing.</summary>
    public ImageFacts? KnownImage { get; init; }

    public bool IsServiceLinkedRole { get; init; }

    /// <summary>What AWS said of the call; null when nothing of it was given.</summary>
    public NamedRefusal? Refusal { get; init; }

    /// <summary>Only asked for the policies of a folder; an organization knows its management account.</summary>
    public bool InManagementAccount { get; init; }

    /// <summary>The folder that generate wrote; not checked when policies come from an organization.</summary>
    public required string Folder { get; init; }

    /// <summary>What is generated from where there is no such folder; null for not to.</summary>
    public PolicyOrigin? Origin { get; init; }

    /// <summary>An organization file whose policies are taken instead of the folder's; null for none.</summary>
    public string? OrganizationPath { get; init; }

    public OtherPolicies Others { get; init; } = OtherPolicies.None;
}

/// <summary>Either an explanation or why there is none; with neither, the findings say it.</summary>
public sealed record ExplainOutcome(Explanation? Explanation, CallProblem? Problem)
{
    internal static readonly ExplainOutcome Reported = new(null, null);

    internal static ExplainOutcome Of(Explanation explanation) => new(explanation, null);

    internal static ExplainOutcome Of(CallProblem problem) => new(null, problem);
}
