using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Discovery.Proposing;
using AmiGovernance.Core.Features.Discovery.Uses;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Discovery;

/// <summary>Who publishes the images that an organization uses, and the allow list that follows.</summary>
/// <param name="From">The first moment of the launches that count.</param>
/// <param name="To">The first that does not count any more.</param>
public sealed record DiscoveryReport(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Rises with any change that could break a reader.</summary>
    [JsonPropertyOrder(-1)]
    public string FormatVersion { get; init; } = ReportDocument.Version;

    /// <summary>False when the accounts of the organization are only those that called.</summary>
    public bool OrganizationIsKnown { get; init; }

    /// <summary>The accounts of the organization, as far as they are known.</summary>
    public long OrganizationAccounts { get; init; }

    /// <summary>Null when what uses images now was not checked.</summary>
    public PresentLedger? Present { get; init; }

    /// <summary>Null when the launches of the past were not checked.</summary>
    public PastLedger? Past { get; init; }

    /// <summary>Those that let in most come first, refused ones last.</summary>
    public ImmutableArray<OwnerProposal> Owners { get; init; } = [];

    /// <summary>What the proposals come to.</summary>
    public ImmutableArray<AllowListEntry> Entries { get; init; } = [];

    /// <summary>Images whose owner nobody knows, the most used first.</summary>
    public ImmutableArray<UnknownImage> Unknown { get; init; } = [];

    /// <summary>Uses of such images beyond those that are told apart.</summary>
    public long FoldedUses { get; init; }

    /// <summary>Null when the past was not checked, or one part of the period has no launches.</summary>
    public HeldOutProof? HeldOut { get; init; }

    /// <summary>The proposal over the launches that it was made of; null when the past was not checked.</summary>
    public ReplayedProposal? Replay { get; init; }

    [JsonIgnore]
    public Looked Looked =>
        new(
            (Present?.Places ?? 0) + (Past is null ? 0 : Math.Max(Past.Files, Past.Events)),
            (Present?.Gaps.Length ?? 0) + (Past?.GapCount ?? 0)
        );

    /// <summary>Everything that was to be read was, and every image has an owner.</summary>
    [JsonIgnore]
    public bool IsWhole => Looked.IsComplete && Unknown.IsEmpty && FoldedUses == 0;
}

/// <summary>What was read of the accounts as they are now.</summary>
/// <param name="Places">Accounts and Regions that were read.</param>
/// <param name="Gaps">What could not be read.</param>
/// <param name="Skipped">Accounts that are not active and Regions that are not enabled.</param>
public sealed record PresentLedger(int Places, int Skipped, ImmutableArray<DiscoveryGap> Gaps);

/// <param name="Account">Its id.</param>
/// <param name="Region">`*` when not even the account's Regions are known.</param>
/// <param name="Reason">One sentence without a period.</param>
public sealed record DiscoveryGap(string Account, string Region, string Reason);

/// <summary>What was read of a trail.</summary>
/// <param name="Files">That were read.</param>
/// <param name="Events">In them.</param>
/// <param name="Launches">That succeeded.</param>
/// <param name="GapCount">Files that could not be read, or not whole.</param>
/// <param name="Gaps">The first of these.</param>
public sealed record PastLedger(long Files, long Events, long Launches, long GapCount, ImmutableArray<TrailGap> Gaps)
{
    /// <summary>Calls that are counted without their details, for there were too many different ones.</summary>
    public long Folded { get; init; }
}
