using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>What is answered about a call; the words of AWS's policy simulator, and two for what is not known.</summary>
public enum CallVerdict
{
    Allowed,
    ExplicitDeny,
    ImplicitDeny,

    /// <summary>On values that the call carries and nobody told.</summary>
    Depends,

    /// <summary>A fact is missing that no command line can leave out, such as the image's owner.</summary>
    Unknown,
}

public static class CallVerdicts
{
    private static readonly EnumNames<CallVerdict> Names = new(
        (CallVerdict.Allowed, "allowed"),
        (CallVerdict.ExplicitDeny, "explicitDeny"),
        (CallVerdict.ImplicitDeny, "implicitDeny"),
        (CallVerdict.Depends, "depends"),
        (CallVerdict.Unknown, "unknown")
    );

    public static string Name(this CallVerdict verdict) => Names.Of(verdict);

    public static bool IsDenied(this CallVerdict verdict) =>
        verdict is CallVerdict.ExplicitDeny or CallVerdict.ImplicitDeny;

    /// <summary>
    /// Of what AWS said and what the policies make of the call: a refusal of AWS is never overruled, and one that no policy on images gives
    /// says nothing about policies.
    /// </summary>
    /// <param name="policies">Null when the policies were not asked.</param>
    public static CallVerdict Whole(NamedRefusal? refusal, CallVerdict? policies)
    {
        if (refusal is { IsPolicyDenial: true })
            return Denied(refusal, policies);
        if (policies is { } verdict && (refusal is not { IsElsewhere: true } || verdict.IsDenied()))
            return verdict;
        return refusal is { IsElsewhere: true } ? CallVerdict.Allowed : CallVerdict.Unknown;
    }

    /// <summary>Where AWS does not say in which way a call is denied, the policies may.</summary>
    private static CallVerdict Denied(NamedRefusal refusal, CallVerdict? policies) =>
        refusal.Way switch
        {
            DenyWay.ExplicitDeny => CallVerdict.ExplicitDeny,
            DenyWay.MissingAllow => CallVerdict.ImplicitDeny,
            _ when refusal.Shape.Kind is not Governance.Facts.RefusalKind.Policy => CallVerdict.ExplicitDeny,
            _ => policies is { } verdict && verdict.IsDenied() ? verdict : CallVerdict.ImplicitDeny,
        };
}
