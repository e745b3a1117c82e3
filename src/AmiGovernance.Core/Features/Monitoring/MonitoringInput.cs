using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>What a team watches, and where.</summary>
/// <param name="LogGroup">To which the organization's trail delivers its events.</param>
/// <param name="Region">Of the log group.</param>
/// <param name="Creators">Accounts that may make images; making them elsewhere is an alarm.</param>
/// <param name="DeniedLaunches">As many in 15 minutes are an alarm.</param>
public sealed record MonitoringInput(
    string LogGroup,
    RegionName Region,
    ImmutableArray<AccountId> Creators,
    int DeniedLaunches
)
{
    /// <summary>Whom alarms are mailed to; null for nobody.</summary>
    public string? Mail { get; init; }

    /// <summary>Of the topic, the alarms, the rule and the dashboard, beside the one that marks them as ours.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = MonitoringResource.Nothing;

    /// <summary>Those whom the service control policy lets make images.</summary>
    public static ImmutableArray<AccountId> CreatorsOf(GovernanceConfig config, Allowlist allowlist)
    {
        var publishers = config.Publishers.Where(p => p.MayCreateImages).Select(p => p.AccountId);
        var exceptions = allowlist.ActiveExceptions.Where(e => e.MayCreateImages).Select(e => e.AccountId);
        return [.. publishers.Concat(exceptions).Distinct().Order()];
    }
}
