using AmiGovernance.Aws;
using AmiGovernance.Cli.Features.Impact;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Core.Features.Impact;

namespace AmiGovernance.Cli.Features.Reporting.Governance;

/// <summary>What the state of governance needs of AWS.</summary>
internal sealed record GovernancePorts(RolloutPorts Rollout, ImpactPorts Impact)
{
    public static GovernancePorts Of(AwsConnection connection) =>
        new(RolloutPorts.Of(connection), ImpactSources.Of(connection));
}
