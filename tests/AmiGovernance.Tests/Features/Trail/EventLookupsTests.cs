using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Tests.Features.Trail;

public sealed class EventLookupsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private static async Task<List<string>> Read(History history)
    {
        var lookups = new EventLookups(history, AccountId.Parse("111122223333"), RegionName.Parse("eu-west-1"));
        var found = new List<string>();
        await foreach (var record in lookups.Between(Now.AddHours(-1), Now, TestContext.Current.CancellationToken))
            found.Add(record);
        return found;
    }

    [Fact]
    public async Task A_quiet_place_is_read_with_one_call()
    {
        var history = new History(writes: 1);
        Assert.Equal(["ReadOnly 0"], await Read(history));
        Assert.Single(history.Calls);
    }

    [Fact]
    public async Task A_busy_place_is_read_name_by_name_each_from_its_first_page()
    {
        var history = new History(writes: 1000);
        var found = await Read(history);
        Assert.Equal(found.Count, found.Distinct().Count());
        Assert.Contains("RunInstances 1", found);
        // A token of one question is no token of another.
        Assert.All(history.Calls.Where(c => c.Token is not null), c => Assert.StartsWith(c.Asked, c.Token));
        Assert.Contains(history.Calls, c => c is { Asked: "RunInstances", Token: null });
    }

    /// <summary>One event a page: as many writes as it is told, and two of every name.</summary>
    private sealed class History(int writes) : IEventHistory
    {
        public List<(string Asked, string? Token)> Calls { get; } = [];

        public Task<LookupPage> LookupEvents(
            AccountId account,
            RegionName region,
            EventLookup lookup,
            DateTimeOffset from,
            DateTimeOffset to,
            string? token,
            CancellationToken cancel
        )
        {
            var asked = lookup.Attribute == "ReadOnly" ? lookup.Attribute : lookup.Value;
            Calls.Add((asked, token));
            var pages = lookup.Attribute == "ReadOnly" ? writes : 2;
            var page = token is null ? 0 : int.Parse(token.Split(' ')[1], CultureInfo.InvariantCulture);
            var record = $"{asked} {page}";
            return Task.FromResult(
                new LookupPage([new LookedUpEvent(record, record)], page + 1 < pages ? $"{asked} {page + 1}" : null)
            );
        }
    }
}
