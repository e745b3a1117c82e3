using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>An account in a Region that could not be read, or not all of it.</summary>
/// <param name="Region">Null when not even the account's Regions are known.</param>
/// <param name="Reason">One sentence without a period.</param>
public sealed record ImpactGap(AccountId Account, RegionName? Region, string Reason)
{
    /// <summary>`*` when not even the account's Regions are known.</summary>
    public string RegionOrAll => Region?.Value ?? "*";

    internal static ImpactGap Of(AccountId account, RegionName? region, AwsException failure) =>
        new(account, region, failure.Failure.Summary);
}
