using System.Collections.Frozen;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>
/// Resources that a call can name though another account owns them and shares them (AWS RAM user guide, "Shareable AWS resources",
/// Amazon EC2 and Amazon VPC): the account in their ARN need not be the caller's.
/// </summary>
internal static class SharedResources
{
    private static readonly FrozenSet<string> Types = FrozenSet.Create(
        StringComparer.Ordinal,
        "capacity-reservation",
        "coip-pool",
        "dedicated-host",
        "ipam-pool",
        "local-gateway-route-table",
        "placement-group",
        "prefix-list",
        "security-group",
        "subnet",
        "traffic-mirror-target",
        "transit-gateway"
    );

    public static bool Contains(string type) => Types.Contains(type);
}
