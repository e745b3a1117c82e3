using AmiGovernance.Aws;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What the commands of the rollout need of AWS.</summary>
internal sealed record RolloutPorts(
    IOrganizations Organizations,
    IAwsIdentity Identity,
    IPermissionSimulator Simulator,
    IInstanceReader Instances,
    IEventHistory Events
)
{
    public static RolloutPorts Of(AwsConnection connection) =>
        new(connection.Organizations, connection, connection, connection.InstanceReader, connection.EventHistory);

    /// <summary>Who changed policies of the organization.</summary>
    public ReadPolicyHistory History(TimeProvider time) => new(Identity, Events, time);
}
