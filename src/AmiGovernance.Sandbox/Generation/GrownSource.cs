using System.Collections.Immutable;
using System.Globalization;

namespace AmiGovernance.Sandbox.Generation;

/// <summary>Images of one name that an owner publishes again and again.</summary>
/// <param name="Name">Of an image; `{0}` is the day of the version.</param>
internal sealed record GrownSource(string Owner, OwnerRole Role, string Name)
{
    /// <summary>As the EC2 API spells it; null for none.</summary>
    public string? Alias { get; init; }

    /// <summary>How many of a hundred usual usages are of these images.</summary>
    public int Share { get; init; }

    /// <summary>How many workload accounts use them beside.</summary>
    public int Accounts { get; init; }

    /// <summary>How many days ago the usage ended; 0 for usages that go on.</summary>
    public int EndedDaysAgo { get; init; }

    /// <summary>The only Region in which they are; null for every Region that the organization uses.</summary>
    public string? Region { get; init; }

    /// <summary>`ec2:Owner` of the images.</summary>
    public string IamOwner => Alias ?? Owner;

    /// <summary>Teams remove what is old; others keep it.</summary>
    public bool RemovesOldVersions => Role is OwnerRole.Team;

    public string NameOf(DateTimeOffset version) =>
        string.Format(CultureInfo.InvariantCulture, Name, version.ToString("yyyyMMdd", CultureInfo.InvariantCulture));

    /// <summary>
    /// Real accounts where the tables of the product know them, made-up ones for strangers. Names follow those of real images.
    /// </summary>
    public static readonly ImmutableArray<GrownSource> All =
    [
        new(WorldGenerator.GoldenImages, OwnerRole.Team, "acme-amazon-linux-2023-base-{0}") { Share = 40 },
        new(WorldGenerator.GoldenImages, OwnerRole.Team, "acme-ubuntu-24.04-web-{0}") { Share = 15 },
        new(WorldGenerator.PaymentsLegacy, OwnerRole.Team, "payments-base-{0}") { Accounts = 6 },
        new(WorldGenerator.Amazon, OwnerRole.Alias, "al2023-ami-2023.9.{0}.0-kernel-6.1-x86_64")
        {
            Alias = "amazon",
            Share = 25,
        },
        new("099720109477", OwnerRole.Alias, "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-{0}")
        {
            Alias = "amazon",
            Share = 15,
        },
        new("309956199498", OwnerRole.Alias, "RHEL-9.6.0_HVM-{0}-x86_64-0-Hourly2-GP3") { Alias = "amazon", Share = 5 },
        new("679593333241", OwnerRole.Alias, "CIS Red Hat Enterprise Linux 9 Benchmark - Level 1 - v{0}")
        {
            Alias = "aws-marketplace",
            Accounts = 7,
        },
        new("764336703387", OwnerRole.KnownPublisher, "AlmaLinux OS 9.6.{0} x86_64") { Accounts = 9 },
        new("792107900819", OwnerRole.KnownPublisher, "Rocky-9-EC2-Base-9.6-{0}.0.x86_64") { Accounts = 5 },
        new("902917483333", OwnerRole.Vendor, "infoblox-nios-9.0.3-{0}") { Accounts = 4 },
        Managed("us-east-1", "992382739861"),
        Managed("eu-west-1", "381492008532"),
        new(WorldGenerator.Stranger, OwnerRole.Stranger, "data-science-workbench-{0}") { Accounts = 2 },
        new("888800002222", OwnerRole.FormerStranger, "branch-vpn-appliance-{0}") { Accounts = 1, EndedDaysAgo = 70 },
        new("888800003333", OwnerRole.LookAlike, "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-{0}.1")
        {
            Accounts = 5,
        },
        new("888800004444", OwnerRole.LookAlike, "al2023-ami-2023.9.{0}.0-kernel-6.1-x86_64") { Accounts = 1 },
    ];

    /// <summary>
    /// EKS Auto Mode: `ec2:Owner` says `amazon` of the images of these accounts (docs/reference/config.md, managed_services).
    /// </summary>
    private static GrownSource Managed(string region, string account) =>
        new(account, OwnerRole.ManagedService, "eks-auto-node-1.33-x86_64-{0}")
        {
            Alias = "amazon",
            Accounts = 4,
            Region = region,
        };
}
