using AmiGovernance.Aws;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What the commands of the rollout need of AWS.</summary>
internal sealed record RolloutPorts(
    IOrganizations Organizations,
    IAwsIdentity Identity,
    IPermissionSimulator Simulator,
    IInstanceReader Instances
)
{
    public static RolloutPorts Of(AwsConnection connection) =>
        new(connection.Organizations, connection, connection, connection.InstanceReader);
}
