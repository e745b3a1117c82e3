using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>What lets a call pass that is blocked.</summary>
public enum Remedy
{
    /// <summary>Nothing is in its way.</summary>
    None,

    AnotherImage,

    /// <summary>An image that a publisher account builds.</summary>
    PublishedImage,

    /// <summary>Sharing with accounts or the organization, in place of everybody.</summary>
    NarrowerSharing,

    /// <summary>What AWS names, which is no policy on images.</summary>
    NamedCause,

    /// <summary>The message that AWS encoded says what denies.</summary>
    DecodedMessage,

    /// <summary>A policy that allows the call, where none does: whatever the image is, the call is denied.</summary>
    Allowance,

    /// <summary>A change of the policy that denies.</summary>
    ChangedPolicy,
}

public static class Remedies
{
    /// <param name="refusal">What AWS said; null when it was not asked.</param>
    /// <param name="explanation">Null when the policies cannot be asked.</param>
    /// <param name="action">Null when it is not known, so that it is taken for a launch.</param>
    public static Remedy Of(NamedRefusal? refusal, Explanation? explanation, string? action)
    {
        var remedy = OfLaunch(refusal, explanation);
        if (remedy != Remedy.AnotherImage || action is null || GuardedActions.IsLaunch(action))
            return remedy;
        return Blockers.Of(refusal, explanation) switch
        {
            Blocker.Nothing => Remedy.None,
            Blocker.Elsewhere => Remedy.NamedCause,
            Blocker.Policy or Blocker.DeclarativePolicy when GuardedActions.IsCreation(action) => Remedy.PublishedImage,
            _ => Remedy.ChangedPolicy,
        };
    }

    private static Remedy OfLaunch(NamedRefusal? refusal, Explanation? explanation) =>
        Blockers.Of(refusal, explanation) switch
        {
            Blocker.Nothing => explanation!.Mark == AuditMark.None ? Remedy.None : Remedy.AnotherImage,
            Blocker.Policy => OfDenial(explanation!),
            Blocker.PolicyOfOthers => OfNamed(refusal!),
            Blocker.PolicyUnseen => OfUnseen(refusal!, explanation),
            Blocker.SharingBlocked => Remedy.NarrowerSharing,
            Blocker.Elsewhere when refusal!.Shape.Kind != RefusalKind.ImageState => Remedy.NamedCause,
            _ => Remedy.AnotherImage,
        };

    private static Remedy OfDenial(Explanation explanation)
    {
        if (explanation.Denied!.Decision.Outcome == Outcome.ImplicitDeny)
            return Remedy.Allowance;
        if (explanation.IsDeniedByOwner)
            return Remedy.AnotherImage;
        return GuardedActions.IsCreation(explanation.Call.Action) ? Remedy.PublishedImage : Remedy.ChangedPolicy;
    }

    private static Remedy OfNamed(NamedRefusal refusal) =>
        refusal.Way == DenyWay.MissingAllow ? Remedy.Allowance : Remedy.ChangedPolicy;

    private static Remedy OfUnseen(NamedRefusal refusal, Explanation? explanation)
    {
        if (refusal.Way == DenyWay.MissingAllow || !IsOnImage(refusal))
            return OfNamed(refusal);
        if (refusal is { PolicyKind: null, Encoded: not null })
            return Remedy.DecodedMessage;
        // Another image than one that is approved is denied by the same policy, as far as anybody knows.
        return explanation is { IsAllowed: true, Mark: AuditMark.None } ? Remedy.ChangedPolicy : Remedy.AnotherImage;
    }

    /// <summary>Or may be: AWS does not always name the resource.</summary>
    private static bool IsOnImage(NamedRefusal refusal) =>
        refusal.Resource is not { } resource || resource.Contains(":image/", StringComparison.Ordinal);
}
