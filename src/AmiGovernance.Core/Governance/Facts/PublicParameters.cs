using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>Whose images the public parameters of Systems Manager name.</summary>
/// <param name="Path">How the names of the parameters begin.</param>
/// <param name="Publisher">As the table of publishers calls it; null for what AWS's guides look up with the owner `amazon`.</param>
/// <param name="Source">A page, or where the parameters are in use.</param>
public sealed record PublicParameters(string Path, string? Publisher, FactMark Mark, string Source)
{
    /// <summary>Nobody but AWS writes below it (Systems Manager user guide, "Working with public parameters").</summary>
    public const string Root = "/aws/service/";

    private static readonly PublicParameters[] All =
    [
        Amazon("ami-amazon-linux-latest/", FactMark.Documented, "EC2 user guide, reference AMIs by parameters"),
        Amazon("ami-windows-latest/", FactMark.Documented, "EC2 user guide, reference AMIs by parameters"),
        Amazon("ami-macos-latest/", FactMark.Unverified, "public scripts"),
        Amazon("ecs/optimized-ami/", FactMark.Documented, "ECS developer guide, ECS-optimized AMI metadata"),
        Amazon("eks/optimized-ami/", FactMark.Documented, "EKS user guide, recommended AMI IDs"),
        Amazon("deeplearning/ami/", FactMark.Unverified, "public scripts"),
        Amazon("neuron/dlami/", FactMark.Unverified, "public scripts"),
        Amazon("cloud9/amis/", FactMark.Unverified, "public scripts"),
        new($"{Root}canonical/ubuntu/", "Canonical", FactMark.Documented, "discourse.ubuntu.com/t/15507"),
        new($"{Root}debian/", "Debian", FactMark.Unverified, "public scripts"),
        new($"{Root}suse/", "SUSE", FactMark.Unverified, "public scripts"),
        new($"{Root}freebsd/", "FreeBSD", FactMark.Unverified, "public scripts"),
        new($"{Root}marketplace/", "AWS Marketplace", FactMark.Unverified, "public scripts"),
    ];

    /// <summary>Null where it is not known.</summary>
    public static PublicParameters? Of(string name) =>
        Array.Find(All, p => name.StartsWith(p.Path, StringComparison.Ordinal));

    /// <summary>As `describe-images --owners` takes it; null where it is not known in the partition.</summary>
    public string? OwnerIn(Partition partition) =>
        Publisher is null
            ? OwnerAlias.Amazon.IamName()
            : KnownPublishers
                .All.FirstOrDefault(p => p.Publisher == Publisher && p.Partition == partition)
                ?.Account.Value;

    private static PublicParameters Amazon(string path, FactMark mark, string source) =>
        new($"{Root}{path}", null, mark, source);
}
