using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>What keeps a call from being made, by what AWS said and what the policies make of it.</summary>
public enum Blocker
{
    Nothing,

    /// <summary>A policy at hand denies it.</summary>
    Policy,

    /// <summary>The image fulfils no criterion of Allowed AMIs; or AWS says that a declarative policy denies.</summary>
    DeclarativePolicy,

    SharingBlocked,

    /// <summary>A policy that is no guardrail, by what AWS says: one of another kind, or one that amigov did not deploy.</summary>
    PolicyOfOthers,

    /// <summary>AWS says that a policy denies, and the policies at hand do not.</summary>
    PolicyUnseen,

    /// <summary>AWS shows no such image, and the policies at hand do not allow it.</summary>
    HiddenImage,

    /// <summary>AWS shows no such image, and the policies at hand would not hide it.</summary>
    MissingImage,

    /// <summary>AWS shows no such image, and whether the policies hide it is not known.</summary>
    UnknownImage,

    /// <summary>No policy on images answers like this.</summary>
    Elsewhere,

    /// <summary>The policies decide by what is not known.</summary>
    Open,
}

public static class Blockers
{
    private const string ServiceControlPolicy = "service control policy";

    /// <param name="refusal">What AWS said; null when it was not asked.</param>
    /// <param name="explanation">Null when the policies cannot be asked.</param>
    public static Blocker Of(NamedRefusal? refusal, Explanation? explanation) =>
        refusal is null ? OfPolicies(explanation) : OfRefusal(refusal, explanation);

    private static Blocker OfPolicies(Explanation? explanation) =>
        explanation switch
        {
            null => Blocker.Open,
            { Denied: not null } => Blocker.Policy,
            { Image.IsDenied: true } => Blocker.DeclarativePolicy,
            { RefusedFor: not null, Call.SharesPublicly: true } => Blocker.SharingBlocked,
            { RefusedFor: not null } => Blocker.DeclarativePolicy,
            { IsAllowed: true } => Blocker.Nothing,
            _ => Blocker.Open,
        };

    private static Blocker OfRefusal(NamedRefusal refusal, Explanation? explanation) =>
        refusal.Shape.Kind switch
        {
            _ when refusal.IsElsewhere => Blocker.Elsewhere,
            RefusalKind.Declarative => Blocker.DeclarativePolicy,
            RefusalKind.SharingBlocked => Blocker.SharingBlocked,
            RefusalKind.Policy => OfNamedPolicy(refusal, explanation),
            _ => OfImage(explanation),
        };

    private static Blocker OfNamedPolicy(NamedRefusal refusal, Explanation? explanation)
    {
        var isOtherKind = refusal.PolicyKind is { } kind && kind != ServiceControlPolicy;
        if (isOtherKind || refusal.Deployer == Deployer.SomebodyElse)
            return Blocker.PolicyOfOthers;
        var isOurs = refusal.Way != DenyWay.MissingAllow || refusal.PolicyKind is null;
        return isOurs && explanation is { Denied: not null } && !IsAboutAnother(refusal, explanation)
            ? Blocker.Policy
            : Blocker.PolicyUnseen;
    }

    /// <summary>Whether AWS names a resource of which no statement at hand speaks, so that another policy is meant.</summary>
    public static bool IsAboutAnother(NamedRefusal refusal, Explanation explanation) =>
        refusal.Resource is { } resource
        && !explanation.Answers.Any(a => a.IsLookedAt && KindOf(a.Request.Resource) == KindOf(resource));

    private static string KindOf(string resource)
    {
        var name = resource[(resource.LastIndexOf(':') + 1)..];
        return name[..(name.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? slash : name.Length)];
    }

    private static Blocker OfImage(Explanation? explanation) =>
        explanation switch
        {
            { Denied.Decision.Outcome: Outcome.ExplicitDeny } or { Image.IsDenied: true } => Blocker.HiddenImage,
            { IsAllowed: true } => Blocker.MissingImage,
            _ => Blocker.UnknownImage,
        };
}
