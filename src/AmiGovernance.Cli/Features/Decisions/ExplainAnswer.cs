using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Everything that is known of a call that was or would be blocked.</summary>
/// <param name="Refusal">What AWS said; null when it was not asked.</param>
/// <param name="Explanation">Null when the policies cannot be asked.</param>
/// <param name="Missing">Why not; empty when they can.</param>
internal sealed record ExplainAnswer(NamedRefusal? Refusal, Explanation? Explanation, string Missing)
{
    public required CallInput Call { get; init; }

    /// <summary>What the inventory knows of the image; null for nothing.</summary>
    public KnownImage? Known { get; init; }

    /// <summary>Null where nothing is to be used instead, or nobody can judge.</summary>
    public SuggestedImage? Suggested { get; init; }

    /// <summary>Null where there is none that can be read.</summary>
    public GovernanceConfig? Config { get; init; }

    /// <summary>Of the call, in UTC.</summary>
    public required DateOnly Day { get; init; }

    public required RegionName Region { get; init; }

    /// <summary>Somebody or something said in which Region, else it is the default.</summary>
    public required bool IsRegionKnown { get; init; }

    public Blocker Blocker => Blockers.Of(Refusal, Explanation);

    public Remedy Remedy =>
        IsDeniedThoughApproved
            ? Remedy.ChangedPolicy
            : Remedies.Of(Refusal, Explanation, Explanation?.Call.Action ?? Call.Action);

    /// <summary>
    /// Whether the configuration lets the caller's account launch images of the owner at that time; null where one of these is not known.
    /// </summary>
    public bool? IsApproved
    {
        get
        {
            if ((Config, Explanation?.Call, Owner) is not ({ } config, { } call, { } owner))
                return null;
            var caller = Explanation is { IsByAnyAccount: true } ? null : call.Account.Value;
            var (listed, account) = (
                new ProofInput(config, new DeclarativePolicy(), [], call.Time),
                call.ImageOwnerAccount ?? ""
            );
            return GuardedActions.IsCopy(call.Action)
                ? listed.MayCopy(owner, account, caller, call.Time)
                : listed.MayLaunch(owner, account, caller, call.Time);
        }
    }

    /// <summary>A policy denies it for whose the image is, and it is none that says what the configuration does.</summary>
    public bool IsDeniedThoughApproved =>
        Blocker == Blocker.Policy && Explanation is { IsDeniedByOwner: true } && IsApproved == true;

    public string? ImageId => Explanation?.Call.ImageId ?? Call.Image;

    /// <summary>As `ec2:Owner` has it; null when it is not known.</summary>
    public string? Owner => Explanation?.Call.ImageOwner ?? Known?.Facts.IamOwner ?? Call.ImageOwner;

    public string? ImageName => Explanation?.ImageName ?? Known?.Facts.Name ?? Call.ImageName;

    public CallVerdict Verdict => CallVerdicts.Whole(Refusal, Explanation?.Verdict);
}
