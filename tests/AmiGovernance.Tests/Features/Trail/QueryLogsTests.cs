using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.TestSupport.Features.Trail;

namespace AmiGovernance.Tests.Features.Trail;

public sealed partial class QueryLogsTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Begin = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A call in each second, every third of them watched.</summary>
    private static ImmutableArray<(DateTimeOffset Time, string Text)> Records(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    (Begin.AddSeconds(i), Record(Begin.AddSeconds(i), i % 3 == 0 ? "RunInstances" : "Other", i))
                ),
        ];

    private static string Record(DateTimeOffset time, string name, int number) =>
        $$$"""{"eventVersion":"1.11","eventTime":"{{{time.IsoText()}}}","eventSource":"ec2.amazonaws.com","eventName":"{{{name}}}","eventID":"{{{number:d8}}}-0000-4000-8000-000000000000","recipientAccountId":"111122223333","awsRegion":"us-east-1","requestParameters":{"instancesSet":{"items":[{"imageId":"ami-0123456789abcdef0"}]} } }""";

    private static QueryLogs Query(ILogsInsights insights, long most = long.MaxValue) =>
        new(insights, [Group], most, new RushingTime(Begin.AddDays(1)));

    private static readonly TrailLogGroup Group = new("group", Begin, 0);

    private static async Task<TrailFindings> Read(
        IEnumerable<(DateTimeOffset Time, string Text)> records,
        TrailQuestion question
    )
    {
        var text = Encoding.UTF8.GetBytes(string.Join('\n', records.Select(r => r.Text)));
        var files = new InMemoryTrail(new Dictionary<string, byte[]> { ["a.json"] = text });
        var scan = new ScanTrail(files, question, state: null, TimeProvider.System);
        await scan.Run(Cancel);
        return scan.Findings;
    }

    [Fact]
    public async Task Windows_are_split_until_an_answer_has_all_calls_and_the_findings_are_our_reader_s()
    {
        var records = Records(3000);
        foreach (
            var question in new[]
            {
                TrailQuestion.Everything,
                TrailQuestion.Everything with
                {
                    Filter = new TrailFilter(Begin.AddSeconds(100), Begin.AddSeconds(2000)),
                },
            }
        )
        {
            var insights = new Insights(records) { MostRows = 100 };
            var (found, read) = (await Query(insights).Run(question, Cancel), await Read(records, question));
            Assert.Equal(read.Rows, found.Rows);
            Assert.Empty(found.Ledger.Gaps);
            Assert.True(insights.Windows.Count > 3, "no window was split");
        }
        var all = await Query(new Insights(records)).Run(TrailQuestion.Everything, Cancel);
        Assert.Equal((3000, 1000), (all.Ledger.Counts.Records, all.Ledger.Counts.Watched));
    }

    [Fact]
    public async Task More_calls_in_a_second_than_an_answer_has_are_a_gap()
    {
        ImmutableArray<(DateTimeOffset, string)> records =
        [
            .. Enumerable.Range(0, 12).Select(i => (Begin, Record(Begin, "RunInstances", i))),
        ];
        var found = await Query(new Insights(records) { MostRows = 10 }).Run(TrailQuestion.Everything, Cancel);
        Assert.Equal(10, found.Ledger.Counts.Watched);
        Assert.Equal(
            "it cannot be read: more calls in this second than Logs Insights hands on: 2",
            found.Ledger.Gaps.Single().Reason
        );
        Assert.False(found.Ledger.Looked.IsComplete);
    }

    /// <summary>CloudWatch Logs API reference, StartQuery: 10,000 rows at most, whatever the statistics say.</summary>
    [Fact]
    public async Task An_answer_as_long_as_one_can_be_is_not_taken_for_whole()
    {
        var records = Records(3 * LogsInsightsQuery.MostRows + 30);
        var found = await Query(new Insights(records) { Says = 0 }).Run(TrailQuestion.Everything, Cancel);
        Assert.Equal(LogsInsightsQuery.MostRows + 10, found.Ledger.Counts.Watched);
        Assert.Empty(found.Ledger.Gaps);
    }

    /// <summary>A fleet's errors are read by the organization's message, as in files.</summary>
    [Fact]
    public async Task A_denial_is_known_by_the_organization_s_message()
    {
        ImmutableArray<(DateTimeOffset, string)> records = [(Begin, Fleets.Refused("Blocked by AMI policy, see wiki"))];
        var question = TrailQuestion.Everything with { ExceptionMessage = "Blocked by AMI policy" };
        var found = await Query(new Insights(records)).Run(question, Cancel);
        Assert.Equal(CallOutcome.PolicyDenial, Assert.Single(found.Rows).Key.Outcome);
        Assert.Equal((await Read(records, question)).Rows, found.Rows);
    }

    [Fact]
    public async Task A_query_that_times_out_is_asked_in_two_parts()
    {
        var records = Records(90);
        var insights = new Insights(records) { LongestWindow = TimeSpan.FromHours(14) };
        var found = await Query(insights).Run(TrailQuestion.Everything, Cancel);
        Assert.Equal(30, found.Ledger.Counts.Watched);
        Assert.Equal(7, insights.Windows.Count);
        await Assert.ThrowsAsync<QueryFailureException>(() =>
            Query(new Insights(records) { LongestWindow = TimeSpan.FromSeconds(-1) })
                .Run(TrailQuestion.Everything, Cancel)
        );
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(3, 1)]
    [InlineData(400, 0)]
    public async Task What_a_log_group_keeps_no_more_is_a_gap(int? retention, int gaps)
    {
        var old = Group with { Created = Begin.AddDays(-300), Retention = retention };
        var query = new QueryLogs(new Insights(Records(9)), [old], long.MaxValue, new RushingTime(Begin.AddDays(1)));
        var asked = TrailQuestion.Everything with { Filter = new TrailFilter(Begin.AddDays(-30), Begin.AddDays(1)) };
        var ledger = (await query.Run(asked, Cancel)).Ledger;
        Assert.Equal((gaps, gaps == 0), (ledger.Gaps.Length, ledger.Looked.IsComplete));
    }

    [Fact]
    public async Task What_reads_too_much_is_stopped()
    {
        var insights = new Insights(Records(90));
        var failure = await Assert.ThrowsAsync<QueryFailureException>(() =>
            Query(insights, most: 10).Run(TrailQuestion.Everything, Cancel)
        );
        Assert.True(failure.IsStopped);
        Assert.Equal(1, insights.Stopped);
    }

    /// <summary>Answers at the second look.</summary>
    private sealed partial class Insights(ImmutableArray<(DateTimeOffset Time, string Text)> records) : ILogsInsights
    {
        private int looks;

        /// <summary>What is said to match; null for what does.</summary>
        public int? Says { get; init; }

        public int MostRows { get; init; } = LogsInsightsQuery.MostRows;

        public TimeSpan LongestWindow { get; init; } = TimeSpan.MaxValue;

        public List<LogsQuery> Windows { get; } = [];

        public int Stopped { get; private set; }

        public Task<TrailLogGroup?> FindGroup(string name, CancellationToken cancel) =>
            Task.FromResult<TrailLogGroup?>(null);

        public Task<string> StartQuery(LogsQuery query, CancellationToken cancel)
        {
            looks = 0;
            Windows.Add(query);
            return Task.FromResult("q");
        }

        public Task<LogsAnswer> GetQueryResults(string id, CancellationToken cancel)
        {
            var window = Windows[^1];
            var scanned = records.Where(r => r.Time >= window.From && r.Time <= window.To).ToList();
            var bytes = scanned.Sum(r => r.Text.Length);
            if (looks++ == 0)
                return Task.FromResult(new LogsAnswer(LogsQueryState.UnderWay, [], 0, 0, bytes));
            if (window.To - window.From > LongestWindow)
                return Task.FromResult(new LogsAnswer(LogsQueryState.TimedOut, [], 0, 0, bytes));
            var pattern = PatternOf().Match(window.Text).Groups[1].Value;
            var matched = scanned.Where(r => Regex.IsMatch(r.Text, pattern)).Select(r => r.Text).ToList();
            return Task.FromResult(
                new LogsAnswer(
                    LogsQueryState.Complete,
                    [.. matched.Take(MostRows)],
                    scanned.Count,
                    Says ?? matched.Count,
                    bytes
                )
            );
        }

        public Task StopQuery(string id, CancellationToken cancel)
        {
            Stopped++;
            return Task.CompletedTask;
        }

        [GeneratedRegex("like /(.*)/")]
        private static partial Regex PatternOf();
    }
}
