using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <param name="Accounts">Empty for every account of the organization.</param>
/// <param name="Regions">Empty for every enabled Region.</param>
/// <param name="Config">For the proposals; null when it is not known.</param>
public sealed record ImpactRequest(
    PolicySet Policies,
    GovernanceConfig? Config,
    Triage Triage,
    ImmutableArray<string> Accounts,
    ImmutableArray<string> Regions,
    DateTimeOffset Now
);

/// <summary>Finds what in an organization names images that the policies would deny: the launches that will fail.</summary>
public sealed class FindImpact(
    IOrganizations organizations,
    IAwsIdentity identity,
    IImageReader accounts,
    IImageUseReader reader,
    ImpactRequest request
)
{
    private const int PlacesAtOnce = 32;

    private readonly ConcurrentBag<(
        ImmutableArray<ImageUse> Uses,
        ImmutableArray<AmiGovernance.Core.Policies.Declarative.ImageFacts> Images,
        ImmutableArray<ImpactGap> Gaps
    )> read = [];
    private readonly ConcurrentBag<ImpactGap> gaps = [];
    private int places,
        skipped;

    /// <summary>Called with the number of accounts and Regions that have been read.</summary>
    public Action<int>? Progress { get; init; }

    /// <summary>Throws <see cref="AwsException"/> when the organization cannot be read.</summary>
    public async Task<ImpactReport> Run(CancellationToken cancel)
    {
        var caller = await identity.GetCallerIdentity(cancel);
        var organization = await organizations.DescribeOrganization(cancel);
        var members = await organizations.ListAccounts(cancel);
        foreach (var stranger in request.Accounts.Where(asked => members.All(m => m.Id.Value != asked)))
            gaps.Add(new ImpactGap(stranger, "*", "the account is not in the organization"));
        await Parallel.ForEachAsync(
            members.Where(m => request.Accounts.IsEmpty || request.Accounts.Contains(m.Id.Value)),
            new ParallelOptions { MaxDegreeOfParallelism = PlacesAtOnce, CancellationToken = cancel },
            ReadAccount
        );

        var owners = new ImageOwners();
        foreach (var image in read.SelectMany(r => r.Images))
            owners.Add(image);
        var judge = new JudgeUses(
            request.Policies,
            owners,
            organization.ManagementAccount,
            caller.Arn.Split(':')[1],
            request.Now
        );
        var uses = read.SelectMany(r => r.Uses).ToList();
        uses.AddRange(await Recipes(uses, judge, cancel));
        var advice = new LaunchAdvice(
            members.Select(m => m.Id.Value).ToHashSet(StringComparer.Ordinal),
            request.Config
        );
        var names = members.ToDictionary(m => m.Id.Value, m => m.Name, StringComparer.Ordinal);
        var denied = uses.Select(u => (Use: u, Judgement: judge.Judge(u))).ToList();
        return new ImpactReport(
            places,
            skipped,
            uses.Count,
            [
                .. denied
                    .Where(d => d.Judgement is not null)
                    .Select(d => (d.Use, Judgement: d.Judgement ?? default))
                    .GroupBy(d => (judge.FindingOf(d.Use), d.Judgement.Verdict))
                    .Select(g => Finding(g.Key.Item1, [.. g], judge, names, advice))
                    .OrderBy(f => f.Urgency)
                    .ThenBy(f => f.Verdict)
                    .ThenByDescending(f => f.Instances)
                    .ThenBy(f => f.Id, StringComparer.Ordinal),
            ],
            Sort(denied.Where(d => d.Judgement is null && judge.IsLeftOpen(d.Use)).Select(d => d.Use)),
            [
                .. gaps.Concat(read.SelectMany(r => r.Gaps))
                    .OrderBy(g => g.Account, StringComparer.Ordinal)
                    .ThenBy(g => g.Region, StringComparer.Ordinal)
                    .ThenBy(g => g.Reason, StringComparer.Ordinal),
            ]
        );
    }

    /// <summary>The recipes that build from images which their account may not launch, as far as something else there uses these too.</summary>
    private async Task<ConcurrentBag<ImageUse>> Recipes(List<ImageUse> uses, JudgeUses judge, CancellationToken cancel)
    {
        var recipes = new ConcurrentBag<ImageUse>();
        var places = uses.Where(u =>
                CallImages.IsImage(u.ImageId) && (judge.Judge(u) is not null || judge.IsLeftOpen(u))
            )
            .GroupBy(u => (u.Account, u.Region), u => u.ImageId)
            .ToList();
        await Parallel.ForEachAsync(
            places,
            new ParallelOptions { MaxDegreeOfParallelism = PlacesAtOnce, CancellationToken = cancel },
            async (place, stop) =>
            {
                var (found, unread) = await new FindRecipes(
                    reader,
                    AccountId.Parse(place.Key.Account),
                    place.Key.Region
                ).Find([.. place.Distinct().Order(StringComparer.Ordinal)], stop);
                foreach (var use in found)
                    recipes.Add(use);
                foreach (var gap in unread)
                    gaps.Add(gap);
            }
        );
        return recipes;
    }

    private async ValueTask ReadAccount(OrganizationAccount account, CancellationToken cancel)
    {
        if (account.State != AccountState.Active)
        {
            Interlocked.Increment(ref skipped);
            return;
        }
        ImmutableArray<AccountRegion> regions;
        try
        {
            regions = await accounts.DescribeRegions(account.Id, cancel);
        }
        catch (AwsException e)
        {
            gaps.Add(new ImpactGap(account.Id.Value, "*", e.Failure.Summary));
            return;
        }
        foreach (var asked in request.Regions.Where(r => regions.All(known => known.Name != r)))
            gaps.Add(new ImpactGap(account.Id.Value, asked, "there is no such Region"));
        foreach (var region in regions.Where(r => request.Regions.IsEmpty || request.Regions.Contains(r.Name)))
        {
            if (!region.IsEnabled)
            {
                Interlocked.Increment(ref skipped);
                continue;
            }
            read.Add(await new ReadUses(reader, account.Id, region.Name).Read(cancel));
            Progress?.Invoke(Interlocked.Increment(ref places));
        }
    }

    private ImpactFinding Finding(
        string id,
        (ImageUse Use, (Verdict Verdict, ImmutableArray<string> DeniedBy) Judgement)[] denied,
        JudgeUses judge,
        Dictionary<string, string> names,
        LaunchAdvice advice
    )
    {
        var uses = Sort(denied.Select(d => d.Use));
        var finding = new ImpactFinding
        {
            Id = id,
            Verdict = denied[0].Judgement.Verdict,
            Account = uses[0].Account,
            AccountName = names.GetValueOrDefault(uses[0].Account, ""),
            Owner = judge.OwnerOf(uses[0]),
            Uses = uses,
            DeniedBy = [.. denied.SelectMany(d => d.Judgement.DeniedBy).Distinct().Order(StringComparer.Ordinal)],
            Advice = new Advice(null, "", null, null),
            Triage = request.Triage.Find(id),
        };
        return finding with { Advice = ImpactAdvice.For(finding, advice) };
    }

    private static ImmutableArray<ImageUse> Sort(IEnumerable<ImageUse> uses) =>
        [
            .. uses.OrderBy(u => u.Urgency)
                .ThenByDescending(u => u.Instances)
                .ThenBy(u => u.Kind)
                .ThenBy(u => u.Account, StringComparer.Ordinal)
                .ThenBy(u => u.Region, StringComparer.Ordinal)
                .ThenBy(u => u.Name, StringComparer.Ordinal)
                .ThenBy(u => u.ImageId, StringComparer.Ordinal)
                .ThenBy(u => u.Detail, StringComparer.Ordinal),
        ];
}
