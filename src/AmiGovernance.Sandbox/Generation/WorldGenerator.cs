using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Services;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Generation;

/// <param name="Images">Of each workload account, in each Region.</param>
public sealed record WorldSize(int Accounts, int Regions, int Images, int Seed = 1);

/// <summary>
/// Makes a world as organizations are: an account that publishes golden images, vendors outside, workloads that mostly launch
/// from golden images and sometimes not, images that were made public. The accounts of `samples/governance` are among them.
/// The same size and seed give the same world.
/// </summary>
public static class WorldGenerator
{
    public const string Management = "998877665544";
    public const string GoldenImages = "123456738923";
    public const string LogArchive = "300000000001";
    public const string PaymentsLegacy = "222233334444";
    public const string PaymentsProduction = "333344445555";
    public const string Observability = "777788889999";
    public const string Suspended = "300000000003";

    /// <summary>Outside the organization: a vendor whose images are approved.</summary>
    public const string Vendor = "111122223333";

    /// <summary>Outside the organization and on no list.</summary>
    public const string Stranger = "888800001111";

    /// <summary>Owns Amazon Linux.</summary>
    public const string Amazon = "137112412989";

    public const string Root = "r-a1b2";

    public static readonly ImmutableArray<string> AllRegions =
    [
        "us-east-1",
        "eu-west-1",
        "us-west-2",
        "eu-central-1",
        "us-east-2",
        "us-west-1",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-north-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
    ];

    /// <summary>To which the organization's trail delivers, in the management account and the first Region.</summary>
    public const string TrailLogGroup = "aws-cloudtrail-logs-org";

    private const int FirstWithTeams = 400;

    private static readonly string[] Teams =
    [
        "payments",
        "search",
        "checkout",
        "billing",
        "identity",
        "catalog",
        "shipping",
        "analytics",
        "messaging",
        "pricing",
        "fraud",
        "support",
    ];
    private static readonly string[] Stages = ["prod", "staging", "dev"];

    public static SandboxWorld Create(WorldSize size, TimeProvider time)
    {
        var world = new SandboxWorld(Organization(size), time);
        world.Ec2.Regions = [.. AllRegions.Take(Math.Clamp(size.Regions, 1, AllRegions.Length))];
        // A Region that nobody has opted in to.
        world.Ec2.OptInRegions["me-south-1"] = [];
        foreach (var account in world.Organization.Accounts.Where(a => a.Id.Value != Management))
            world.Roles[(account.Id.Value, SandboxRole.OrganizationAccess)] = new SandboxRole();
        world.Resources.Put(LogsService.NewGroup(Management, world.Ec2.Regions[0], TrailLogGroup, time.GetUtcNow()));
        var workloads = new WorkloadGenerator(world, size);
        foreach (var region in world.Ec2.Regions)
            workloads.Fill(region);
        return world;
    }

    private static Organization Organization(WorldSize size)
    {
        List<OrganizationalUnit> units =
        [
            new("ou-a1b2-infra0001", "Infrastructure", Root),
            new("ou-a1b2-security1", "Security", Root),
            new("ou-a1b2-workload1", "Workloads", Root),
            new("ou-a1b2-prod00001", "Production", "ou-a1b2-workload1"),
            new("ou-a1b2-nonprod01", "NonProduction", "ou-a1b2-workload1"),
            new("ou-a1b2-pilot0001", "Pilot", "ou-a1b2-workload1"),
            new("ou-a1b2-sandbox01", "Sandbox", Root),
            new("ou-a1b2-suspended", "Suspended", Root),
        ];
        // Large organizations have one for each team, about one for 25 accounts.
        var teams = Enumerable
            .Range(0, size.Accounts < FirstWithTeams ? 0 : (size.Accounts / 25) - units.Count)
            .Select(i => new OrganizationalUnit(
                string.Create(CultureInfo.InvariantCulture, $"ou-a1b2-team{i:d4}"),
                $"Team {i + 1}",
                i % 2 == 0 ? "ou-a1b2-prod00001" : "ou-a1b2-nonprod01"
            ))
            .ToList();
        units.AddRange(teams);
        var accounts = new List<OrganizationAccount>
        {
            Account(Management, "management", Root),
            Account(GoldenImages, "ops-golden-images", "ou-a1b2-infra0001"),
            Account(LogArchive, "log-archive", "ou-a1b2-security1"),
            Account("300000000002", "audit", "ou-a1b2-security1"),
            Account(PaymentsLegacy, "payments-legacy", "ou-a1b2-prod00001"),
            Account(PaymentsProduction, "payments-prod", "ou-a1b2-prod00001"),
            Account(Observability, "observability-poc", "ou-a1b2-nonprod01"),
            Account(Suspended, "closed-experiment", "ou-a1b2-suspended") with
            {
                State = AccountState.Suspended,
            },
        };
        for (var i = 0; accounts.Count < size.Accounts; i++)
        {
            var stage = Stages[i % 3];
            var unit =
                teams.Count > 0 ? teams[i % teams.Count].Id
                : i % 17 == 5 ? "ou-a1b2-sandbox01"
                : i < 3 ? "ou-a1b2-pilot0001"
                : stage == "prod" ? "ou-a1b2-prod00001"
                : "ou-a1b2-nonprod01";
            var name = $"{Teams[i / 3 % Teams.Length]}-{stage}{(i >= 36 ? $"-{(i / 36) + 1}" : "")}";
            // Of payments there is one already.
            accounts.Add(
                Account(
                    (400000000000 + i).ToString(CultureInfo.InvariantCulture),
                    name == "payments-prod" ? "payments-prod-1" : name,
                    unit
                )
            );
        }
        var targets = units.Select(u => u.Id).Prepend(Root).Concat(accounts.Select(a => a.Id.Value));
        return new Organization
        {
            Id = "o-a1b2c3d4e5",
            ManagementAccount = AccountId.Parse(Management),
            RootId = Root,
            Units = [.. units],
            Accounts = [.. accounts],
            Policies = [OrganizationPolicy.FullAwsAccess],
            Attachments = [.. targets.Select(t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId))],
            EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy],
        };
    }

    private static OrganizationAccount Account(string id, string name, string parent) =>
        new(AccountId.Parse(id), name, parent) { Email = $"aws-{name}@company.com" };
}
