using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Catalog;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Governance.Config;

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

    public Remedy Remedy => Remedies.Of(Refusal, Explanation, Explanation?.Call.Action ?? Call.Action);

    public string? ImageId => Explanation?.Call.ImageId ?? Call.Image;

    /// <summary>As `ec2:Owner` has it; null when it is not known.</summary>
    public string? Owner => Explanation?.Call.ImageOwner ?? Known?.Facts.IamOwner ?? Call.ImageOwner;

    public string? ImageName => Explanation?.ImageName ?? Known?.Facts.Name ?? Call.ImageName;

    public CallVerdict Verdict => CallVerdicts.Whole(Refusal, Explanation?.Verdict);
}
