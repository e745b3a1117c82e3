using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>Names of public images that many people look for by name.</summary>
/// <param name="Prefix">How the names begin.</param>
/// <param name="Publisher">For people.</param>
internal sealed record WellKnownImages(string Prefix, string Publisher)
{
    /// <summary>In all partitions, by the table of publishers; AWS's own images carry an owner alias besides.</summary>
    public ImmutableArray<string> Owners => KnownPublishers.AccountsOf(Publisher);

    /// <summary>
    /// Names as AWS documents them (user guides of Amazon Linux, ECS, EKS, EC2 Windows, Bottlerocket, Deep Learning AMIs) and as the
    /// distributions do.
    /// </summary>
    public static readonly ImmutableArray<WellKnownImages> All =
    [
        new("al2023-ami-", "Amazon Linux 2023"),
        new("amzn2-ami-", "Amazon Linux 2"),
        new("amzn-ami-", "Amazon Linux"),
        new("amazon-eks-node-", "Amazon EKS"),
        new("amazon-eks-gpu-node-", "Amazon EKS"),
        new("amazon-eks-arm64-node-", "Amazon EKS"),
        new("eks-auto-", "Amazon EKS"),
        new("amzn-ec2-macos-", "Amazon EC2 Mac"),
        new("aws-parallelcluster-", "AWS ParallelCluster"),
        new("aws-elasticbeanstalk-", "AWS Elastic Beanstalk"),
        new("Cloud9AmazonLinux", "AWS Cloud9"),
        new("bottlerocket-aws-", "Bottlerocket"),
        new("Windows_Server-", "Amazon EC2 Windows"),
        new("TPM-Windows_Server-", "Amazon EC2 Windows"),
        new("EC2LaunchV2-Windows_Server-", "Amazon EC2 Windows"),
        new("Deep Learning ", "AWS Deep Learning AMIs"),
        new("ubuntu/images", "Canonical"),
        new("ubuntu-eks/", "Canonical"),
        new("ubuntu-minimal/", "Canonical"),
        new("ubuntu-pro-", "Canonical"),
        new("debian-1", "Debian"),
        new("debian-sid-", "Debian"),
        new("RHEL-", "Red Hat"),
        new("suse-sles-", "SUSE"),
        new("Rocky-", "Rocky Linux"),
        new("AlmaLinux OS ", "AlmaLinux"),
        new("CentOS ", "CentOS"),
        new("Fedora-Cloud-Base-", "Fedora"),
        new("fedora-coreos-", "Fedora"),
        new("OL8.", "Oracle Linux"),
        new("OL9.", "Oracle Linux"),
        new("FreeBSD ", "FreeBSD"),
        new("nixos/", "NixOS"),
        new("talos-v", "Talos Linux"),
        new("CIS Ubuntu Linux ", "CIS"),
        new("CIS Amazon Linux ", "CIS"),
        new("CIS Red Hat Enterprise Linux ", "CIS"),
        new("CIS Microsoft Windows Server ", "CIS"),
        new("PA-VM-AWS-", "Palo Alto Networks"),
        new("kali-last-snapshot-", "Kali Linux"),
        new("openSUSE-", "SUSE"),
        new("Flatcar-", "Flatcar"),
    ];
}
