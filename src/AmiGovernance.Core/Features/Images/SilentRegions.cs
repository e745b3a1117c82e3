using System.Collections.Concurrent;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images;

/// <summary>Knows Regions that do not answer: waiting for them in every account would hold up the whole scan.</summary>
internal sealed class SilentRegions
{
    /// <summary>Accounts that got no answer from a Region, one after the other, until it counts as unreachable.</summary>
    public const int SilentAccounts = 5;

    private readonly ConcurrentDictionary<RegionName, int> silence = new();

    public bool Contains(RegionName region) => silence.GetValueOrDefault(region) >= SilentAccounts;

    public void Note(RegionName region, RegionScan result)
    {
        var isSilent =
            result.Coverage == Coverage.Failed && result.Failures.Any(f => f.Kind == AwsFailureKind.Unreachable);
        if (isSilent)
            silence.AddOrUpdate(region, 1, (_, before) => before + 1);
        else
            silence[region] = 0;
    }
}
