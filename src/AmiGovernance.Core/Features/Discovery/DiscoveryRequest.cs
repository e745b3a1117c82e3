using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Discovery;

/// <summary>What is asked.</summary>
/// <param name="Accounts">Empty for every account of the organization.</param>
/// <param name="Regions">Empty for every enabled Region.</param>
public sealed record DiscoveryRequest(
    DiscoveryPeriod Period,
    ImmutableArray<AccountId> Accounts,
    ImmutableArray<RegionName> Regions
)
{
    /// <summary>For the length of exceptions; null when there is no configuration yet.</summary>
    public GovernanceConfig? Config { get; init; }

    /// <summary>The question that a trail must answer for it: calls before and after the split are counted apart.</summary>
    public TrailQuestion Question =>
        new(
            new TrailFilter(Period.From, Period.To) { Accounts = Accounts, Regions = Regions },
            [Period.Split],
            ExceptionMessage: null
        );
}
