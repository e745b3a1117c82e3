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
        new("bottlerocket-aws-", "Bottlerocket"),
        new("Windows_Server-", "Amazon EC2 Windows"),
        new("Deep Learning ", "AWS Deep Learning AMIs"),
        new("ubuntu/images", "Canonical"),
        new("ubuntu-eks/", "Canonical"),
        new("debian-1", "Debian"),
        new("RHEL-", "Red Hat"),
        new("suse-sles-", "SUSE"),
        new("Rocky-", "Rocky Linux"),
        new("AlmaLinux OS ", "AlmaLinux"),
        new("CentOS ", "CentOS"),
        new("Fedora-Cloud-Base-", "Fedora"),
        new("Flatcar-", "Flatcar"),
    ];
}
