using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>
/// Finds what in an organization names images that the policies would deny: the launches that will fail.
/// </summary>
public sealed class FindImpact(ImpactPorts ports, ImpactRequest request)
{
    /// <summary>Called with the number of accounts and Regions that have been read.</summary>
    public Action<int>? Progress { get; init; }

    /// <exception cref="AwsException">The organization cannot be read.</exception>
    public async Task<ImpactReport> Run(CancellationToken cancel)
    {
        var caller = await ports.Identity.GetCallerIdentity(cancel);
        var organization = await ports.Organizations.DescribeOrganization(cancel);
        var members = await ports.Organizations.ListAccounts(cancel);

        var read = new ReadOrganizationUses(ports, request.Accounts, request.Regions) { Progress = Progress };
        await read.Run(members, cancel);
        var owners = new ImageOwners();
        foreach (var image in read.Images)
            owners.Add(image);
        var judge = new JudgeUses(
            request.Policies,
            owners,
            organization.ManagementAccount,
            PartitionOf(caller.Arn),
            request.Now,
            request.Enforced.Policies
        );

        var uses = read.Uses.ToList();
        var (recipes, unread) = await FindRecipesOf(uses, judge, cancel);
        uses.AddRange(recipes);
        var (denied, leftOpen) = Judged(uses, judge);
        var findings = new ImpactFindings(request, judge, members);
        var found = findings.Of(denied);
        return new ImpactReport(
            read.Places,
            read.Skipped,
            uses.Count,
            found,
            ImpactFindings.Sort(leftOpen),
            Sort(read.Gaps.Concat(unread))
        )
        {
            ByOwner = findings.ByOwner(found),
            LacksEnforcement = request.Enforced.IsUnknown,
        };
    }

    private static (List<DeniedUse> Denied, List<ImageUse> LeftOpen) Judged(List<ImageUse> uses, JudgeUses judge)
    {
        var denied = new List<DeniedUse>();
        var leftOpen = new List<ImageUse>();
        foreach (var use in uses)
        {
            if (judge.Judge(use) is { } judgement)
                denied.Add(new DeniedUse(use, judgement));
            else if (judge.IsLeftOpen(use))
                leftOpen.Add(use);
        }
        return (denied, leftOpen);
    }

    /// <summary>STS answers with an ARN, whatever the caller is (STS API reference, GetCallerIdentity).</summary>
    private static string PartitionOf(string callerArn) =>
        Arn.TryParse(callerArn, out var arn)
            ? arn.Partition
            : throw new FormatException($"the caller's identity is no ARN: {callerArn}");

    /// <summary>
    /// The recipes that build from images which their account may not launch, as far as something else there uses these
    /// too.
    /// </summary>
    private async Task<(IEnumerable<ImageUse> Recipes, IEnumerable<ImpactGap> Gaps)> FindRecipesOf(
        List<ImageUse> uses,
        JudgeUses judge,
        CancellationToken cancel
    )
    {
        var recipes = new ConcurrentBag<ImageUse>();
        var gaps = new ConcurrentBag<ImpactGap>();
        var places = uses.Where(u => u.Image is not null)
            .Where(u => judge.Judge(u) is not null || judge.IsLeftOpen(u))
            .GroupBy(u => (u.Account, u.Region), u => u.Image)
            .ToList();
        await Parallel.ForEachAsync(
            places,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = ReadOrganizationUses.PlacesAtOnce,
                CancellationToken = cancel,
            },
            async (place, stop) =>
            {
                var (account, region) = place.Key;
                var (found, unread) = await new FindRecipes(ports.Recipes, account, region).Find(
                    [.. place.OfType<ImageId>().Distinct().Order()],
                    stop
                );
                foreach (var use in found)
                    recipes.Add(use);
                foreach (var gap in unread)
                    gaps.Add(gap);
            }
        );
        return (recipes, gaps);
    }

    private static ImmutableArray<ImpactGap> Sort(IEnumerable<ImpactGap> gaps) =>
        [
            .. gaps.OrderBy(g => g.Account)
                .ThenBy(g => g.RegionOrAll, StringComparer.Ordinal)
                .ThenBy(g => g.Reason, StringComparer.Ordinal),
        ];
}
