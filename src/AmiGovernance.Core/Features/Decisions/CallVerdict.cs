using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>What becomes of a call.</summary>
public enum VerdictKind
{
    Allowed,
    ExplicitDeny,
    ImplicitDeny,

    /// <summary>The request may carry keys that decide, and nobody said which values they have.</summary>
    Depends,

    /// <summary>A fact about the image decides, and nobody said it; EC2 can be asked.</summary>
    Unknown,
}

/// <summary>One resource of a call.</summary>
public sealed record ResourceVerdict(RequestContext Request, OpenDecision Decision);

/// <summary>
/// What both layers make of a call with all its resources. Every command that says what becomes of a call takes it from here, so that
/// no two say different things.
/// </summary>
/// <param name="Resources">All resources that EC2 authorizes the call on; one denial is enough.</param>
/// <param name="Image">What the declarative policy makes of the image; null for other calls and for images that are not known.</param>
/// <param name="DependsOn">Condition keys, kinds of resources, or facts about the image; empty when it is decided.</param>
public sealed record CallVerdict(
    VerdictKind Kind,
    ImmutableArray<ResourceVerdict> Resources,
    ImageDecision? Image,
    ImmutableArray<string> DependsOn
)
{
    private const string OwnerFact = "ec2:Owner";

    private static readonly string[] ImageKeys =
    [
        OwnerFact,
        "ec2:ImageID",
        "ec2:ImageType",
        "ec2:Public",
        "ec2:RootDeviceType",
        "aws:ResourceAccount",
        "image",
    ];

    /// <summary>The first resource on which the policies that authorize deny; null when they do not.</summary>
    public ResourceVerdict? Denied => Resources.FirstOrDefault(r => r.Decision.IsDenied);

    /// <summary>The first resource on which it is open what they say.</summary>
    public ResourceVerdict? Open => Resources.FirstOrDefault(r => r.Decision.IsOpen);

    public bool IsAllowed => Kind == VerdictKind.Allowed;

    public bool IsDenied => Kind is VerdictKind.ExplicitDeny or VerdictKind.ImplicitDeny;

    /// <summary>Whether it is said at all; else exit code 4.</summary>
    public bool IsOpen => !IsAllowed && !IsDenied;

    /// <summary>In audit mode: usable, and marked as one that enforcement would deny.</summary>
    public bool IsMarked => Image is { Verdict: ImageVerdict.MarkedOnly };

    /// <summary>Whether allowed images are in force, and nothing tells which image it is.</summary>
    public bool IsImageUnjudged { get; private init; }

    public static CallVerdict Of(Ec2Call call, ImageFacts? image, Caller caller, PolicySet policies)
    {
        var resources = call.Questions()
            .Select(q => new ResourceVerdict(q, policies.DecideOpen(q, caller)))
            .ToImmutableArray();
        var decision = policies.DecideImage(call, image);
        var isUnjudged = image is null && IsGoverned(call, policies);
        var mayBlock = isUnjudged && policies.Declarative?.State == AllowedImagesState.Enabled;
        var open = Keys(resources, mayBlock);
        return new CallVerdict(Judge(resources, decision, open), resources, decision, open)
        {
            IsImageUnjudged = isUnjudged,
        };
    }

    private static bool IsGoverned(Ec2Call call, PolicySet policies) =>
        policies.Declarative is { State: not (null or AllowedImagesState.Disabled) }
        && GuardedActions.IsLaunch(call.Action);

    private static ImmutableArray<string> Keys(ImmutableArray<ResourceVerdict> resources, bool mayBlock)
    {
        var keys = resources.SelectMany(r => r.Decision.DependsOn);
        return
        [
            .. keys.Concat(mayBlock ? [OwnerFact] : [])
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>A denial by either layer wins over whatever is open.</summary>
    private static VerdictKind Judge(
        ImmutableArray<ResourceVerdict> resources,
        ImageDecision? image,
        ImmutableArray<string> open
    )
    {
        if (resources.FirstOrDefault(r => r.Decision.IsDenied) is { } denied)
            return denied.Decision.Decision.Outcome == Outcome.ExplicitDeny
                ? VerdictKind.ExplicitDeny
                : VerdictKind.ImplicitDeny;
        if (image is { IsDenied: true })
            return VerdictKind.ExplicitDeny;
        if (open.IsEmpty)
            return VerdictKind.Allowed;
        return open.Any(IsAboutImage) ? VerdictKind.Unknown : VerdictKind.Depends;
    }

    private static bool IsAboutImage(string key) => ImageKeys.Contains(key, StringComparer.OrdinalIgnoreCase);
}

public static class VerdictKinds
{
    /// <summary>As all formats spell it.</summary>
    public static string Name(this VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Allowed => "allowed",
            VerdictKind.ExplicitDeny => "explicitDeny",
            VerdictKind.ImplicitDeny => "implicitDeny",
            VerdictKind.Depends => "depends",
            _ => "unknown",
        };
}
