using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>What the policies make of one image for one account in one Region.</summary>
/// <param name="Account">Null for any account that no policy names.</param>
public sealed record ImageJudgement(NamedImage Image, AccountId? Account, RegionName Region, CallVerdict Verdict)
{
    /// <summary>What audit mode does with an image that passes.</summary>
    public AuditMark Mark { get; init; }

    /// <summary>The layer that denies, such as `service_control_policy`; empty where none does.</summary>
    public string Layer { get; init; } = "";

    /// <summary>The statement or the attribute that decides; empty where none does.</summary>
    public string Statement { get; init; } = "";

    /// <summary>The conditions of it; empty where there are none.</summary>
    public string Condition { get; init; } = "";

    /// <summary>What would decide, where nothing does.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>As `ec2:Owner` has it; null where it is not known.</summary>
    public string? Owner { get; init; }

    /// <summary>Null where it is not known.</summary>
    public string? Name { get; init; }

    /// <summary>Denied before unknown, that before allowed: one that is not allowed decides for all that may be taken.</summary>
    public int Weight =>
        Verdict switch
        {
            CallVerdict.ExplicitDeny => 6,
            CallVerdict.ImplicitDeny => 5,
            CallVerdict.Unknown => 4,
            CallVerdict.Depends => 3,
            _ => Mark switch
            {
                AuditMark.Marked => 2,
                AuditMark.Unknown => 1,
                _ => 0,
            },
        };
}

/// <summary>A reference and what becomes of each image that it may stand for.</summary>
/// <param name="All">Never empty.</param>
public sealed record JudgedReference(ImageReference Reference, ImmutableArray<ImageJudgement> All)
{
    /// <summary>The first of the worst.</summary>
    public ImageJudgement Deciding { get; } = All.MaxBy(j => j.Weight)!;

    public CallVerdict Verdict => Deciding.Verdict;

    /// <summary>What to write instead; null where nothing is known, or nothing is needed.</summary>
    public Replacement? Instead { get; init; }

    /// <summary>What it is, such as `ubuntu 24.04`; empty where <see cref="Instead"/> is null.</summary>
    public string InsteadWords { get; init; } = "";
}
