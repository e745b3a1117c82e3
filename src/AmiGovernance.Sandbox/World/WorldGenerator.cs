using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Organizations;

namespace AmiGovernance.Sandbox.World;

/// <param name="Images">Of each workload account, in each Region.</param>
public sealed record WorldSize(int Accounts, int Regions, int Images, int Seed = 1);

/// <summary>
/// Makes a world as organizations are: an account that publishes golden images, vendors outside, workloads that mostly launch
/// from golden images and sometimes not, images that were made public. The accounts of `samples/governance` are among them.
/// The same size and seed give the same world.
/// </summary>
public sealed class WorldGenerator
{
    public const string Management = "998877665544";
    public const string GoldenImages = "123456738923";
    public const string PaymentsLegacy = "222233334444";
    public const string PaymentsProduction = "333344445555";
    public const string Observability = "777788889999";
    public const string Vendor = "111122223333";

    /// <summary>Outside the organization and on no list.</summary>
    public const string Stranger = "888800001111";

    /// <summary>Owns Amazon Linux.</summary>
    private const string Amazon = "137112412989";

    public static readonly ImmutableArray<string> AllRegions =
    [
        "us-east-1", "eu-west-1", "us-west-2", "eu-central-1", "us-east-2", "us-west-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1",
        "ap-southeast-2", "ca-central-1", "eu-north-1", "eu-west-2", "eu-west-3", "sa-east-1",
    ];

    private static readonly string[] Teams = ["payments", "search", "checkout", "billing", "identity", "catalog", "shipping", "analytics", "messaging", "pricing", "fraud", "support"];
    private static readonly string[] Stages = ["prod", "staging", "dev"];

    private readonly WorldSize size;
    private readonly Random random;
    private readonly SandboxWorld world;
    private readonly ImmutableArray<string> regions;

    private WorldGenerator(WorldSize size, TimeProvider time)
    {
        this.size = size;
        random = new Random(size.Seed);
        regions = [.. AllRegions.Take(Math.Clamp(size.Regions, 1, AllRegions.Length))];
        world = new SandboxWorld(Organization(size), time);
        world.Ec2.Regions = regions;
        world.Ec2.OptInRegions["me-south-1"] = [];
    }

    public static SandboxWorld Create(WorldSize size, TimeProvider time)
    {
        var generator = new WorldGenerator(size, time);
        generator.Fill();
        return generator.world;
    }

    private static Organization Organization(WorldSize size)
    {
        const string root = "r-a1b2";
        OrganizationalUnit[] units =
        [
            new("ou-a1b2-infra0001", "Infrastructure", root), new("ou-a1b2-security1", "Security", root), new("ou-a1b2-workload1", "Workloads", root),
            new("ou-a1b2-prod00001", "Production", "ou-a1b2-workload1"), new("ou-a1b2-nonprod01", "NonProduction", "ou-a1b2-workload1"), new("ou-a1b2-pilot0001", "Pilot", "ou-a1b2-workload1"),
            new("ou-a1b2-sandbox01", "Sandbox", root), new("ou-a1b2-suspended", "Suspended", root),
        ];
        var accounts = new List<OrganizationAccount>
        {
            Account(Management, "management", root), Account(GoldenImages, "ops-golden-images", "ou-a1b2-infra0001"), Account("300000000001", "log-archive", "ou-a1b2-security1"),
            Account("300000000002", "audit", "ou-a1b2-security1"), Account(PaymentsLegacy, "payments-legacy", "ou-a1b2-prod00001"), Account(PaymentsProduction, "payments-prod", "ou-a1b2-prod00001"),
            Account(Observability, "observability-poc", "ou-a1b2-nonprod01"), Account("300000000003", "closed-experiment", "ou-a1b2-suspended") with { State = AccountState.Suspended },
        };
        for (var i = 0; accounts.Count < size.Accounts; i++)
        {
            var stage = Stages[i % 3];
            var unit = i % 17 == 5 ? "ou-a1b2-sandbox01" : i < 3 ? "ou-a1b2-pilot0001" : stage == "prod" ? "ou-a1b2-prod00001" : "ou-a1b2-nonprod01";
            accounts.Add(Account((400000000000 + i).ToString(CultureInfo.InvariantCulture), $"{Teams[i / 3 % Teams.Length]}-{stage}{(i >= 36 ? $"-{(i / 36) + 1}" : "")}", unit));
        }
        var targets = units.Select(u => u.Id).Prepend(root).Concat(accounts.Select(a => a.Id.Value));
        return new Organization
        {
            Id = "o-a1b2c3d4e5",
            ManagementAccount = AccountId.Parse(Management),
            RootId = root,
            Units = [.. units],
            Accounts = [.. accounts],
            Policies = [OrganizationPolicy.FullAwsAccess],
            Attachments = [.. targets.Select(t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId))],
            EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy],
        };
    }

    private static OrganizationAccount Account(string id, string name, string parent) => new(AccountId.Parse(id), name, parent) { Email = $"aws-{name}@company.com" };

    private void Fill()
    {
        foreach (var account in world.Organization.Accounts.Where(a => a.Id.Value != Management)) world.Roles[(account.Id.Value, SandboxRole.OrganizationAccess)] = new SandboxRole((string?)null);
        foreach (var region in regions)
        {
            var golden = Golden(region).ToList();
            var amazon = Image(Amazon, "al2023-ami-2023.9.20251208.0-kernel-6.1-x86_64", region, 20, [LaunchPermission.Public]) with { OwnerAlias = "amazon" };
            var vendor = Image(Vendor, "infoblox-nios-9.0.3", region, 90, [LaunchPermission.Public]);
            var stranger = Image(Stranger, "acme-amazon-linux-2023-base-20250101", region, 300, [LaunchPermission.Public]);
            var legacy = Image(PaymentsLegacy, "payments-legacy-base-42", region, 500, [new LaunchPermission("userId", PaymentsProduction)]);
            foreach (var image in (SandboxImage[])[.. golden, amazon, vendor, stranger, legacy]) world.Ec2.Put(image);
            foreach (var account in world.Organization.Accounts.Where(a => a.State == AccountState.Active && a.Id.Value is not (Management or GoldenImages or PaymentsLegacy))) Workload(account, region, golden, amazon, vendor, stranger, legacy);
        }
    }

    private IEnumerable<SandboxImage> Golden(string region)
    {
        var organization = new LaunchPermission("organizationArn", $"arn:aws:organizations::{Management}:organization/{world.Organization.Id}");
        foreach (var (name, age) in new[] { ("acme-amazon-linux-2023-base-20251201", 30), ("acme-ubuntu-24.04-web-20251115", 45), ("acme-windows-2022-base-20251020", 70) })
            yield return Image(GoldenImages, name, region, age, [organization]);
    }

    private void Workload(OrganizationAccount account, string region, List<SandboxImage> golden, SandboxImage amazon, SandboxImage vendor, SandboxImage stranger, SandboxImage legacy)
    {
        for (var i = 0; i < size.Images; i++)
        {
            // About one image in five hundred is public, one in a hundred is shared with an account outside.
            ImmutableArray<LaunchPermission> shared = random.Next(500) == 0 ? [LaunchPermission.Public] : random.Next(100) == 0 ? [new LaunchPermission("userId", "600000000001")] : [];
            world.Ec2.Put(Image(account.Id.Value, $"{account.Name}-build-{i + 1}", region, random.Next(10, 900), shared) with { Encrypted = random.Next(4) != 0 });
        }
        if (regions.IndexOf(region) > 1) return;
        var launched = Enumerable.Range(0, 2 + random.Next(3)).Select(_ => random.Next(10) switch { 0 => vendor, 1 => amazon, _ => golden[random.Next(golden.Count)] }).ToList();
        if (account.Id.Value == PaymentsProduction) launched.Add(legacy);
        if (random.Next(12) == 0) launched.Add(stranger);
        foreach (var image in launched)
            world.Ec2.Put(new SandboxInstance(world.NewId("i-", 17), account.Id.Value, region, image.Id, random.Next(2) == 0 ? "t3.micro" : "m7i.large", world.Now.AddDays(-random.Next(1, 200)))
            {
                Image = image,
                Tags = ImmutableSortedDictionary<string, string>.Empty.Add("Name", $"{account.Name}-{launched.IndexOf(image) + 1}"),
            });
    }

    private SandboxImage Image(string owner, string name, string region, int days, ImmutableArray<LaunchPermission> shared) =>
        new(world.NewId("ami-", 17), region, owner, name, world.Now.AddDays(-days)) { LaunchPermissions = shared };
}
