using System.Runtime.CompilerServices;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
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
    /// <summary>CloudTrail user guide, "Working with CloudTrail event history".</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Events come into the history some minutes late (CloudTrail user guide: "about 5 minutes", not guaranteed).</summary>
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    private static readonly string[] OrganizationRegions = ["us-east-1", "cn-northwest-1", "us-gov-west-1"];

    /// <summary>Each place has a rate of its own, and is waited for most of the time.</summary>
    public int Concurrency => 64;

    public async IAsyncEnumerable<TrailFile> List([EnumeratorCancellation] CancellationToken cancel)
    {
        var members = await organizations.ListAccounts(cancel);
        foreach (
            var stranger in filter
                .Accounts.Where(asked => members.All(m => m.Id.Value != asked))
                .Order(StringComparer.Ordinal)
        )
            yield return new TrailFile($"{stranger}/*", 0) { Problem = "the account is not in the organization" };
        foreach (
            var account in members
                .Where(a => filter.Accounts.IsEmpty || filter.Accounts.Contains(a.Id.Value))
                .OrderBy(a => a.Id.Value, StringComparer.Ordinal)
        )
        foreach (var place in await PlacesOf(account, cancel))
            yield return place;
    }

    public Stream Open(TrailFile file, CancellationToken cancel)
    {
        var place = file.Name.Split('/');
        var from = new[] { now - Kept, filter.From ?? DateTimeOffset.MinValue, ReadTo(file.Before) - Late }.Max();
        var to = filter.To is { } end && end < now ? end : now;
        return new EventStream(Look(AccountId.Parse(place[0]), place[1], from, to, cancel));
    }

    private async Task<IEnumerable<TrailFile>> PlacesOf(OrganizationAccount account, CancellationToken cancel)
    {
        TrailFile Place(string region) =>
            new($"{account.Id}/{region}", 0)
            {
                Grows = true,
                Version = now.UtcDateTime.ToString(
                    "yyyy-MM-dd'T'HH:mm:ss'Z'",
                    System.Globalization.CultureInfo.InvariantCulture
                ),
            };
        if (account.State != AccountState.Active)
            return [Place("*") with { SkipReason = $"account that is {account.State.Name()}" }];
        try
        {
            var regions = await accounts.DescribeRegions(account.Id, cancel);
            return
            [
                .. regions
                    .Where(r => filter.Regions.IsEmpty || filter.Regions.Contains(r.Name))
                    .Select(r =>
                        r.IsEnabled
                            ? Place(r.Name)
                            : Place(r.Name) with
                            {
                                SkipReason = "Region that the account has not opted in to",
                            }
                    ),
                .. filter
                    .Regions.Where(asked => regions.All(r => r.Name != asked))
                    .Select(asked => Place(asked) with { Problem = "there is no such Region" }),
            ];
        }
        catch (AwsException e)
        {
            return [Place("*") with { Problem = e.Failure.Summary }];
        }
    }

    private static DateTimeOffset ReadTo(TrailFile? before) =>
        DateTimeOffset.TryParse(
            before?.Version,
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : DateTimeOffset.MinValue + Late;

    /// <summary>
    /// All events that write, as long as these are fewer pages than there are names to ask for: one call is enough where nothing
    /// happens, as in most Regions. Where much happens, name by name.
    /// </summary>
    private async IAsyncEnumerable<string> Look(
        AccountId account,
        string region,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        if (from >= to)
            yield break;
        var names = Names(region);
        var given = new HashSet<string>(StringComparer.Ordinal);
        string? token = null;
        for (var pages = 0; pages < names.Count; pages++)
        {
            var page = await history.LookupEvents(
                account,
                region,
                new EventLookup("ReadOnly", "false"),
                from,
                to,
                token,
                cancel
            );
            foreach (var found in page.Events)
                if (given.Add(found.Id))
                    yield return found.Record;
            if ((token = page.NextToken) is null)
                yield break;
        }
        foreach (var name in names)
        {
            do
            {
                var page = await history.LookupEvents(
                    account,
                    region,
                    new EventLookup("EventName", name),
                    from,
                    to,
                    token,
                    cancel
                );
                foreach (var found in page.Events)
                    if (!given.Contains(found.Id))
                        yield return found.Record;
                token = page.NextToken;
            } while (token is not null);
        }
    }

    /// <summary>Calls to Organizations are recorded in one Region of each partition (Organizations user guide, "Logging AWS Organizations API calls").</summary>
    private static List<string> Names(string region) =>
        [
            .. WatchedCalls
                .All.Where(c => c.Source != WatchedCalls.Organizations || OrganizationRegions.Contains(region))
                .Select(c => c.Name)
                .Distinct(),
        ];
}
