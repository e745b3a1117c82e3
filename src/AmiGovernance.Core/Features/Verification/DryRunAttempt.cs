using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>A call to try by dry run.</summary>
/// <param name="Item">The item of the checklist that it is for.</param>
/// <param name="What">The attempt in words.</param>
/// <param name="Subject">See <see cref="TestedCall.Subject"/>; null when there is nothing to try it with.</param>
internal sealed record DryRunAttempt(ChecklistItem Item, TestedAction Action, string What, string? Subject)
{
    /// <summary>Where the subject comes from; empty when that says nothing.</summary>
    public string SubjectSource { get; init; } = "";

    /// <summary>Why there is no subject.</summary>
    public string WhyNoSubject { get; init; } = "";

    /// <summary>The image of a launch or of a change of permissions; null for calls that make an image.</summary>
    public ImageFacts? Image { get; init; }

    /// <summary>Whether a denial is expected; null for what the configuration gives.</summary>
    public bool? Denied { get; init; }
}
