using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Generation;

/// <summary>Spreads what is launched over the accounts: the usual things everywhere, the rare ones in a few accounts.</summary>
internal sealed class GrownUsages(SandboxWorld world, int days, Random random)
{
    private static readonly string[] WithoutWorkloads =
    [
        WorldGenerator.Management,
        WorldGenerator.GoldenImages,
        WorldGenerator.PaymentsLegacy,
        WorldGenerator.LogArchive,
    ];

    /// <summary>Accounts that build images for themselves.</summary>
    private const int SelfBuilders = 2;

    private readonly List<GrownUsage> usages = [];

    public ImmutableArray<GrownUsage> Spread()
    {
        var workloads = world
            .Organization.Accounts.Where(a => a.State == AccountState.Active)
            .Where(a => !WithoutWorkloads.Contains(a.Id.Value))
            .ToList();
        foreach (var account in workloads)
            Usual(account);
        foreach (var source in GrownSource.All.Where(s => s.Accounts > 0))
            Rare(source, workloads);
        foreach (var account in workloads.TakeLast(SelfBuilders))
            Add(account, SelfBuilt(account.Id), isRare: true);
        return [.. usages];
    }

    private void Usual(OrganizationAccount account)
    {
        var count = random.Next(1, 4);
        for (var i = 0; i < count; i++)
            Add(account, Pick(), isRare: false);
    }

    private void Rare(GrownSource source, List<OrganizationAccount> workloads)
    {
        var users = workloads.SkipLast(SelfBuilders).OrderBy(_ => random.Next()).Take(source.Accounts);
        foreach (var account in users)
            Add(account, source, isRare: true);
    }

    private static GrownSource SelfBuilt(AccountId account) => new(account.Value, OwnerRole.SelfBuilt, "own-build-{0}");

    private GrownSource Pick()
    {
        var left = random.Next(GrownSource.All.Sum(s => s.Share));
        foreach (var source in GrownSource.All)
        {
            left -= source.Share;
            if (left < 0)
                return source;
        }
        throw new InvalidOperationException("the shares do not add up");
    }

    private void Add(OrganizationAccount account, GrownSource source, bool isRare)
    {
        var regions = world.Ec2.Regions;
        var region = source.Region is { } only ? RegionName.Parse(only) : regions[random.Next(regions.Length)];
        if (!regions.Contains(region))
            return;
        var name = string.Create(CultureInfo.InvariantCulture, $"{account.Name}-{usages.Count + 1}");
        var every = random.Next(5, 13);
        var first = random.Next(every);
        var last = days - Math.Max(1, source.EndedDaysAgo);
        var isPet = !isRare && random.Next(10) == 0;
        // What is not used any more has left nothing that runs.
        var hasEnded = source.EndedDaysAgo > 0;
        usages.Add(
            new GrownUsage(new Place(account.Id, region), source, name, first, every, isPet ? first : last)
            {
                HasGroup = !isRare && random.Next(3) == 0,
                IsBatch = hasEnded || (!isRare && !isPet && random.Next(6) == 0),
            }
        );
    }
}
