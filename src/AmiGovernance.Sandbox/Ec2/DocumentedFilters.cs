namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// The filters of describe calls that AWS documents and the sandbox does not know (EC2 API reference, the page of each call). They are
/// told apart from names that AWS refuses.
/// </summary>
internal static class DocumentedFilters
{
    public static readonly string[] OfInstances =
    [
        "affinity",
        "block-device-mapping.*",
        "capacity-reservation-id",
        "current-instance-boot-mode",
        "dns-name",
        "ebs-optimized",
        "enclave-options.enabled",
        "group-id",
        "group-name",
        "hibernation-options.configured",
        "host-id",
        "iam-instance-profile.*",
        "instance-lifecycle",
        "instance.group-id",
        "instance.group-name",
        "ip-address",
        "ipv6-address",
        "kernel-id",
        "key-name",
        "launch-index",
        "maintenance-options.auto-recovery",
        "metadata-options.*",
        "monitoring-state",
        "network-interface.*",
        "network-performance-options.bandwidth-weighting",
        "operator.*",
        "outpost-arn",
        "placement-group-name",
        "placement-partition-number",
        "private-dns-name",
        "private-dns-name-options.*",
        "private-ip-address",
        "product-code",
        "product-code.type",
        "ramdisk-id",
        "reason",
        "requester-id",
        "source-dest-check",
        "spot-instance-request-id",
        "state-reason-code",
        "state-reason-message",
        "tpm-support",
        "usage-operation-update-time",
    ];

    public static readonly string[] OfSnapshots = ["storage-tier", "transfer-type"];

    public static readonly string[] OfSubnets =
    [
        "customer-owned-ipv4-pool",
        "enable-dns64",
        "enable-lni-at-device-index",
        "ipv6-cidr-block-association.*",
        "ipv6-native",
        "map-customer-owned-ip-on-launch",
        "outpost-arn",
        "private-dns-name-options-on-launch.*",
    ];

    public static readonly string[] OfTemplateVersions =
    [
        "ebs-optimized",
        "host-resource-group-arn",
        "http-endpoint",
        "http-protocol-ipv4",
        "http-tokens",
        "iam-instance-profile",
        "kernel-id",
        "license-configuration-arn",
        "network-card-index",
        "ram-disk-id",
    ];

    public static readonly string[] OfFleets = ["excess-capacity-termination-policy", "replace-unhealthy-instances"];

    public static readonly string[] OfSpotRequests =
    [
        "availability-zone-group",
        "fault-code",
        "fault-message",
        "launch-group",
        "launch.*",
        "launched-availability-zone",
        "network-interface.*",
        "spot-price",
        "valid-from",
        "valid-until",
    ];
}
