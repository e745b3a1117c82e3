using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Upkeep;

/// <summary>Reads our part of an organization, whoever deploys it: a few calls, however large the organization is.</summary>
internal sealed class ReadDeployed(IOrganizationsReader aws)
{
    /// <param name="log">Names policies and targets.</param>
    /// <param name="config">So does the configuration; null where it cannot be used.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    public async Task<Organization> Run(DeploymentLog log, GovernanceConfig? config, CancellationToken cancel)
    {
        var names = config?.Policy ?? new PolicyConfig();
        var targets = log.Entries.SelectMany(e => e.Targets).Concat(config?.Targets ?? []).Distinct();
        var reader = new ReadOurPolicies(aws) { Targets = [.. targets] };
        var read = new RecognizedPolicies(await reader.Read(log, names, cancel), names).WithoutStrangers;
        return config is null ? read : NamedPolicies.Recognize(read, config, config.Deployment.Carrier);
    }
}
