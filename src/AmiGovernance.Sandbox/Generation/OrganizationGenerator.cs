using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Sandbox.Generation;

/// <summary>The tree of a generated organization: units by purpose, and teams with an account for each stage.</summary>
internal sealed class OrganizationGenerator
{
    private const string Infrastructure = "ou-a1b2-infra0001";
    private const string Security = "ou-a1b2-security1";
    private const string Workloads = "ou-a1b2-workload1";
    private const string Production = "ou-a1b2-prod00001";
    private const string NonProduction = "ou-a1b2-nonprod01";
    private const string Pilot = "ou-a1b2-pilot0001";
    private const string Sandbox = "ou-a1b2-sandbox01";
    private const string Suspended = "ou-a1b2-suspended";

    /// <summary>Large organizations have a unit for each team, about one for 25 accounts.</summary>
    private const int FirstWithTeamUnits = 400;
    private const int AccountsOfTeamUnit = 25;

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

    private static readonly OrganizationalUnit[] Units =
    [
        new(Infrastructure, "Infrastructure", WorldGenerator.Root),
        new(Security, "Security", WorldGenerator.Root),
        new(Workloads, "Workloads", WorldGenerator.Root),
        new(Production, "Production", Workloads),
        new(NonProduction, "NonProduction", Workloads),
        new(Pilot, "Pilot", Workloads),
        new(Sandbox, "Sandbox", WorldGenerator.Root),
        new(Suspended, "Suspended", WorldGenerator.Root),
    ];

    private readonly List<OrganizationalUnit> teamUnits;

    private OrganizationGenerator(WorldSize size)
    {
        var count = size.Accounts < FirstWithTeamUnits ? 0 : (size.Accounts / AccountsOfTeamUnit) - Units.Length;
        teamUnits = [.. Enumerable.Range(0, count).Select(TeamUnit)];
    }

    public static Organization Create(WorldSize size) => new OrganizationGenerator(size).Organization(size.Accounts);

    private Organization Organization(int accounts)
    {
        OrganizationalUnit[] units = [.. Units, .. teamUnits];
        var fixedAccounts = FixedAccounts();
        var workloads = Enumerable.Range(0, Math.Max(0, accounts - fixedAccounts.Length)).Select(Workload);
        OrganizationAccount[] all = [.. fixedAccounts, .. workloads];
        var targets = units.Select(u => u.Id).Prepend(WorldGenerator.Root).Concat(all.Select(a => a.Id.Value));
        return new Organization
        {
            Id = "o-a1b2c3d4e5",
            ManagementAccount = AccountId.Parse(WorldGenerator.Management),
            RootId = WorldGenerator.Root,
            Units = [.. units],
            Accounts = [.. all],
            Policies = [OrganizationPolicy.FullAwsAccess],
            Attachments = [.. targets.Select(t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId))],
            EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy],
        };
    }

    private static OrganizationalUnit TeamUnit(int index) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"ou-a1b2-team{index:d4}"),
            $"Team {index + 1}",
            index % 2 == 0 ? Production : NonProduction
        );

    /// <summary>The accounts that every generated world has; those of `samples/governance` are among them.</summary>
    private static OrganizationAccount[] FixedAccounts() =>
        [
            Account(WorldGenerator.Management, "management", WorldGenerator.Root),
            Account(WorldGenerator.GoldenImages, "ops-golden-images", Infrastructure),
            Account(WorldGenerator.LogArchive, "log-archive", Security),
            Account("300000000002", "audit", Security),
            Account(WorldGenerator.PaymentsLegacy, "payments-legacy", Production),
            Account(WorldGenerator.PaymentsProduction, "payments-prod", Production),
            Account(WorldGenerator.Observability, "observability-poc", NonProduction),
            Account(WorldGenerator.Suspended, "closed-experiment", Suspended) with
            {
                State = AccountState.Suspended,
            },
        ];

    private OrganizationAccount Workload(int index)
    {
        var id = (400_000_000_000 + index).ToString(CultureInfo.InvariantCulture);
        return Account(id, Name(index), Unit(index));
    }

    private static string Name(int index)
    {
        var round = index / (Teams.Length * Stages.Length);
        var name = $"{Teams[index / Stages.Length % Teams.Length]}-{Stages[index % Stages.Length]}";
        if (round > 0)
            return $"{name}-{round + 1}";
        // Of payments there is one already.
        return name == "payments-prod" ? "payments-prod-1" : name;
    }

    private string Unit(int index)
    {
        if (teamUnits.Count > 0)
            return teamUnits[index % teamUnits.Count].Id;
        if (index % 17 == 5)
            return Sandbox;
        if (index < Stages.Length)
            return Pilot;
        return Stages[index % Stages.Length] == "prod" ? Production : NonProduction;
    }

    private static OrganizationAccount Account(string id, string name, string parent) =>
        new(AccountId.Parse(id), name, parent) { Email = $"aws-{name}@company.com" };
}
