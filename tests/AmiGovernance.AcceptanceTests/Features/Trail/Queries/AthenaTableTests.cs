using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.AcceptanceTests.Features.Trail.Queries;

/// <summary>What a table has, and what it lacks.</summary>
public sealed class AthenaTableTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly AthenaTable Table = AthenaTable.TryParse("default.amigov_trail", out var table)
        ? table
        : throw new InvalidOperationException();
    private static readonly DateTimeOffset Now = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly TrailQuestion Narrow = TrailQuestion.Everything with
    {
        Filter = new TrailFilter(Now.AddDays(-1), Now) { Regions = [RegionName.Parse("us-east-1")] },
    };

    private static readonly CandidateScope[] Scopes = [new(Narrow.Filter)];

    [Fact]
    public async Task A_correction_counts_in_the_place_of_its_event()
    {
        string[] Row(string id, string corrects, string error)
        {
            var values = new Dictionary<string, string>
            {
                ["class"] = CandidateQuery.Watched,
                ["delivered"] = "1",
                ["eventtime"] = "2026-01-02T03:04:05Z",
                ["eventsource"] = "ec2.amazonaws.com",
                ["eventname"] = "RunInstances",
                ["eventid"] = id,
                ["errorcode"] = error,
                ["recipientaccountid"] = "111122223333",
                ["correctedevent"] = corrects,
            };
            return [.. CandidateQuery.Columns.Select(c => values.GetValueOrDefault(c, ""))];
        }

        const string Wrong = "11111111-1111-4111-8111-111111111111";
        var athena = new ScriptedAthena(new AthenaExecution(AthenaState.Succeeded, "", false, 10))
        {
            Rows =
            [
                Row(Wrong, "", ""),
                Row("22222222-2222-4222-8222-222222222222", Wrong, "Client.UnauthorizedOperation"),
            ],
        };
        var query = new QueryAthena(athena, Table, new AthenaSettings("primary", null, 1000), new RushingTime(Now));
        var found = await query.Run(TrailQuestion.Everything, Scopes, null, Cancel);
        Assert.Equal("Client.UnauthorizedOperation", found.Rows.Single().Key.ErrorCode);
        Assert.Equal((1, 1), (found.Ledger.Counts.Watched, found.Ledger.Counts.Corrections));
        Assert.False(query.LacksCorrections);
    }

    /// <summary>By the words that Athena has for a column that a table lacks (AWS re:Post and Trino's own text).</summary>
    [Fact]
    public async Task A_table_of_an_earlier_definition_is_asked_without_its_corrections()
    {
        var old = new AthenaExecution(
            AthenaState.Failed,
            "COLUMN_NOT_FOUND: line 24:18: Column 'addendum.originaleventid' cannot be resolved"
                + " or requester is not authorized to access requested resources",
            false,
            0
        );
        var athena = new ScriptedAthena(old, new(AthenaState.Succeeded, "", false, 10));
        var query = new QueryAthena(athena, Table, new AthenaSettings("primary", null, 1000), new RushingTime(Now));
        Assert.Empty((await query.Run(TrailQuestion.Everything, Scopes, null, Cancel)).Rows);
        Assert.True(query.LacksCorrections);
        Assert.Contains("coalesce(addendum.originaleventid, '')", athena.Texts[0], StringComparison.Ordinal);
        Assert.DoesNotContain("addendum", athena.Texts[1], StringComparison.Ordinal);

        var other = old with { Reason = old.Reason.Replace("addendum", "useridentity", StringComparison.Ordinal) };
        await Assert.ThrowsAsync<QueryFailureException>(() =>
            new QueryAthena(
                new ScriptedAthena(other),
                Table,
                new AthenaSettings("primary", null, 1000),
                new RushingTime(Now)
            ).Run(TrailQuestion.Everything, Scopes, null, Cancel)
        );
    }

    [Fact]
    public async Task What_lies_in_no_folder_of_the_table_is_a_gap()
    {
        var athena = new ScriptedAthena(new AthenaExecution(AthenaState.Succeeded, "", false, 10));
        var query = new QueryAthena(athena, Table, new AthenaSettings("primary", null, 1000), new RushingTime(Now));
        var reach = new AthenaReach(["eu-central-1"], new DateOnly(2026, 1, 3));
        var ledger = (await query.Run(Narrow, Scopes, reach, Cancel)).Ledger;
        Assert.Equal(
            ["the table has no folders of us-east-1", "the table has no folders before 2026-01-03"],
            ledger.Gaps.Select(g => g.Reason)
        );
        Assert.False(ledger.Looked.IsComplete);
    }
}
