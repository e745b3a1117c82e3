using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>What a scan looks at, and what it holds images against.</summary>
/// <param name="Depth">Null for everything, or with <paramref name="Resume"/> for that of the scan that goes on.</param>
/// <param name="Accounts">Empty for every account of the organization.</param>
/// <param name="Regions">Empty for every enabled Region.</param>
/// <param name="Resume">Go on with the last scan: read what it could not or did not read yet.</param>
public sealed record ScanRequest(
    ScanDepth? Depth,
    ImmutableArray<AccountId> Accounts,
    ImmutableArray<RegionName> Regions,
    bool Resume
)
{
    /// <summary>Null when names are not checked.</summary>
    public NamingConvention? Naming { get; init; }

    public int UnusedDays { get; init; } = 180;

    /// <summary>What allowed images should be; null when nothing says so.</summary>
    public AllowedImagesState? AllowedImages { get; init; }

    public bool BlocksPublicAccess { get; init; } = true;

    internal static readonly ImmutableSortedDictionary<string, string> NoStates = ImmutableSortedDictionary<
        string,
        string
    >.Empty;

    /// <summary>By the names of attributes that the configuration sets, what they should be.</summary>
    public ImmutableSortedDictionary<string, string> States { get; init; } = NoStates;

    /// <summary>Accounts outside the organization whose images are approved.</summary>
    public ImmutableArray<ApprovedOwner> ApprovedOwners { get; init; } = [];

    /// <summary>Accounts and Regions that are read at once.</summary>
    public int AtOnce { get; init; } = 256;

    /// <summary>Whether the account is asked for.</summary>
    internal bool Asks(AccountId account) => Accounts.IsEmpty || Accounts.Contains(account);

    /// <summary>Whether the Region is asked for; null stands for an account whose Regions are not known.</summary>
    internal bool Asks(RegionName? region) => Regions.IsEmpty || region is not { } known || Regions.Contains(known);
}
