using System.Runtime.CompilerServices;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>The event history of every account and enabled Region, each as one file that grows.</summary>
/// <param name="now">The end of what is looked up; what comes later is for another run.</param>
public sealed class EventHistorySource(
    IOrganizations organizations,
    IImageReader accounts,
    IEventHistory history,
    TrailFilter filter,
    DateTimeOffset now
) : ITrailSource
{
    /// <summary>
    /// Events come into the history late: by <see cref="AwsFacts.RecordDelay"/> on average, and no time is guaranteed.
    /// </summary>
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    private const string AllRegions = "*";

    /// <summary>Each place has a rate of its own, and is waited for most of the time.</summary>
    public int Concurrency => 64;

    public async IAsyncEnumerable<TrailFile> List([EnumeratorCancellation] CancellationToken cancel)
    {
        if (filter.From >= now)
            yield return new TrailFile($"from {filter.From.Value.IsoText()}", 0) { Problem = "that time is to come" };
        if (filter.From < Begin.AddDays(-1) || filter.To <= Begin)
            yield return new TrailFile($"before {Begin.Day().Text()}", 0)
            {
                Problem = $"the event history holds {Plural.Of(AwsFacts.EventHistory.Value.Days, "day")}",
            };
        var members = await organizations.ListAccounts(cancel);
        foreach (var stranger in filter.Accounts.Where(asked => members.All(m => m.Id != asked)).Order())
            yield return Place(stranger, AllRegions) with
            {
                Problem = "the account is not in the organization",
            };

        var wanted = members.Where(a => filter.Accounts.IsEmpty || filter.Accounts.Contains(a.Id)).OrderBy(a => a.Id);
        foreach (var account in wanted)
        foreach (var place in await PlacesOf(account, cancel))
            yield return place;
    }

    public Stream Open(TrailFile file, CancellationToken cancel)
    {
        var (account, region) = Parse(file.Name);
        var from = new[] { Begin, filter.From ?? DateTimeOffset.MinValue, ReadTo(file.Before) - Late }.Max();
        var to = filter.To < now ? filter.To.Value : now;
        return new EventStream(new EventLookups(history, account, region).Between(from, to, cancel));
    }

    private async Task<IEnumerable<TrailFile>> PlacesOf(OrganizationAccount account, CancellationToken cancel)
    {
        if (account.State != AccountState.Active)
            return [Place(account.Id, AllRegions) with { SkipReason = $"account that is {account.State.Name()}" }];
        try
        {
            var regions = await accounts.DescribeRegions(account.Id, cancel);
            var known = regions.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
            var wanted = filter.Regions.Select(r => r.Value).ToHashSet(StringComparer.Ordinal);
            return
            [
                .. regions
                    .Where(r => wanted.Count == 0 || wanted.Contains(r.Name))
                    .Select(r => Place(account.Id, r.Name) with { SkipReason = ReasonToSkip(r) }),
                .. filter
                    .Regions.Where(asked => !known.Contains(asked.Value))
                    .Select(asked => Place(account.Id, asked.Value) with { Problem = "there is no such Region" }),
            ];
        }
        catch (AwsException e)
        {
            return [Place(account.Id, AllRegions) with { Problem = e.Failure.Summary }];
        }
    }

    private static string? ReasonToSkip(AccountRegion region) =>
        region.IsEnabled ? null : "Region that the account has not opted in to";

    /// <summary>As saved states know it.</summary>
    private TrailFile Place(AccountId account, string region) =>
        new($"{account}/{region}", 0) { Grows = true, Version = now.IsoText() };

    private static (AccountId Account, RegionName Region) Parse(string name)
    {
        var parts = name.Split('/');
        return (AccountId.Parse(parts[0]), RegionName.Parse(parts[1]));
    }

    private DateTimeOffset Begin => now - AwsFacts.EventHistory.Value;

    /// <summary>A time that is to come is that of a clock that was ahead: how far was read then is not known.</summary>
    private DateTimeOffset ReadTo(TrailFile? before) =>
        IsoTime.TryParse(before?.Version ?? "", out var time) && time <= now ? time : DateTimeOffset.MinValue + Late;
}
