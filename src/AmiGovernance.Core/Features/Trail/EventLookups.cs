using System.Runtime.CompilerServices;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>The watched calls in the event history of one account and Region.</summary>
internal sealed class EventLookups(IEventHistory history, AccountId account, RegionName region)
{
    /// <summary>
    /// All events that write, as long as these are fewer pages than there are names to ask for: one call is enough where nothing
    /// happens, as in most Regions. Where much happens, name by name.
    /// </summary>
    public async IAsyncEnumerable<string> Between(
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        if (from >= to)
            yield break;

        var names = Names();
        var given = new HashSet<string>(StringComparer.Ordinal);
        var pages = 0;
        var isWhole = false;
        await foreach (var page in Pages(new EventLookup("ReadOnly", "false"), from, to, cancel))
        {
            foreach (var found in page.Events)
                if (given.Add(found.Id))
                    yield return found.Record;
            isWhole = page.NextToken is null;
            if (++pages == names.Count)
                break;
        }
        if (isWhole)
            yield break;

        foreach (var name in names)
        await foreach (var page in Pages(new EventLookup("EventName", name), from, to, cancel))
        foreach (var found in page.Events.Where(e => !given.Contains(e.Id)))
            yield return found.Record;
    }

    private async IAsyncEnumerable<LookupPage> Pages(
        EventLookup lookup,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        string? token = null;
        do
        {
            var page = await history.LookupEvents(account, region, lookup, from, to, token, cancel);
            yield return page;
            token = page.NextToken;
        } while (token is not null);
    }

    private List<string> Names()
    {
        // Calls to Organizations are recorded in one Region of each partition.
        var hasOrganizations = region == Partitions.Of(region).OrganizationsRegion();
        return
        [
            .. WatchedCalls
                .All.Where(c => hasOrganizations || c.Source != WatchedCalls.Organizations)
                .Select(c => c.Name)
                .Distinct(),
        ];
    }
}
