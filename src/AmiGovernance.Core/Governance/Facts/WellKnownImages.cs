using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>Names of public images that many people look for by name.</summary>
/// <param name="Prefix">How the names begin.</param>
/// <param name="Publisher">For people.</param>
/// <param name="Owners">The publisher's accounts; empty for AWS itself, whose images carry an owner alias.</param>
internal sealed record WellKnownImages(string Prefix, string Publisher, params ImmutableArray<string> Owners)
{
    /// <summary>
    /// Names as AWS documents them (user guides of Amazon Linux, ECS, EKS, EC2 Windows, Bottlerocket, Deep Learning AMIs) and as the
    /// distributions do, with the accounts that the distributions name.
    /// </summary>
    public static readonly ImmutableArray<WellKnownImages> All =
    [
        new("al2023-ami-", "Amazon Linux 2023"),
        new("amzn2-ami-", "Amazon Linux 2"),
        new("amzn-ami-", "Amazon Linux"),
        new("amazon-eks-node-", "Amazon EKS"),
        new("amazon-eks-gpu-node-", "Amazon EKS"),
        new("bottlerocket-aws-", "Bottlerocket"),
        new("Windows_Server-", "Amazon EC2 Windows"),
        new("Deep Learning ", "AWS Deep Learning AMIs"),
        new("ubuntu/images", "Canonical", "099720109477"),
        new("ubuntu-eks/", "Canonical", "099720109477"),
        new("debian-1", "Debian", "136693071363"),
        new("RHEL-", "Red Hat", "309956199498"),
        new("suse-sles-", "SUSE", "013907871322"),
        new("Rocky-", "Rocky Linux", "792107900819"),
        new("AlmaLinux OS ", "AlmaLinux", "764336703387"),
        new("CentOS ", "CentOS", "125523088429"),
        new("Fedora-Cloud-Base-", "Fedora", "125523088429"),
        new("Flatcar-", "Flatcar", "075585003325"),
    ];
}
