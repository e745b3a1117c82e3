using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.TestSupport.Features.Trail;

namespace AmiGovernance.Tests.Features.Trail.Queries;

/// <summary>What a ClickHouse server is asked, and how its answer is read.</summary>
public sealed partial class QueryTrailTests
{
    private const string Path = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/02/a.json";

    private static readonly ClickHouseQueries Queries = new(new ClickHouseSource("trail", IsS3: false, Cluster: null));

    [Fact]
    public async Task A_denial_is_known_by_the_organization_s_message()
    {
        var question = TrailQuestion.Everything with { ExceptionMessage = "Blocked by AMI policy" };
        var found = await new QueryTrail(
            new OneFile(Fleets.Refused("Blocked by AMI policy, see wiki")),
            Queries,
            question
        ).Run((_, _) => { }, TestContext.Current.CancellationToken);
        Assert.Equal(CallOutcome.PolicyDenial, Assert.Single(found.Rows).Key.Outcome);
    }

    /// <summary>The server leaves out what <see cref="TrailPlace"/> does, and nothing else.</summary>
    [Theory]
    [InlineData("arch/export/2026/12/20/a.json")]
    [InlineData("arch/333333333333/CloudTrail/eu-west-9/2026/12/20/a.json")]
    [InlineData("x/AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20/a.json")]
    [InlineData("AWSLogs/o-abc123xyz0/111122223333/CloudTrail/us-east-1/2026/11/20/a.json.gz")]
    [InlineData("AWSLogs/o-abc123xyz0/111122223333/CloudTrail/us-east-1/2026/12/20/a.json.gz")]
    [InlineData("AWSLogs/333333333333/CloudTrail/us-east-1/2026/11/20/a.json.gz")]
    [InlineData("AWSLogs/111122223333/CloudTrail/eu-west-9/2026/11/20/a.json.gz")]
    [InlineData("AWSLogs/333333333333/CloudTrail-Lake/Query/2026/12/20/ID/result_1.json")]
    [InlineData("old-AWSLogs/333333333333/CloudTrail/eu-west-9/2026/12/20/a.json")]
    public void Files_are_left_out_by_their_place_in_a_trail_only(string path)
    {
        var filter = new TrailFilter(
            new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)
        )
        {
            Accounts = [AccountId.Parse("111122223333")],
            Regions = [RegionName.Parse("us-east-1")],
        };
        var asked = Condition()
            .Matches(Queries.Candidates(filter, []))
            .All(c => Holds(Extract(path, c.Groups[1].Value), c.Groups[2].Value, c.Groups[3].Value));
        Assert.Equal(filter.MayHold(TrailPlace.Of(path)), asked);
    }

    /// <summary>ClickHouse docs, "extract": the first group of the first match; empty for none.</summary>
    private static string Extract(string path, string pattern) =>
        System.Text.RegularExpressions.Regex.Match(path, pattern).Groups[1].Value;

    private static bool Holds(string found, string relation, string value)
    {
        if (found.Length == 0)
            return true;
        var order = string.CompareOrdinal(found, value.Trim('\'', '(', ')'));
        return relation switch
        {
            "IN" => order == 0,
            ">=" => order >= 0,
            "<=" => order <= 0,
            _ => found.StartsWith("CloudTrail", StringComparison.Ordinal),
        };
    }

    [System.Text.RegularExpressions.GeneratedRegex(
        @"extract\(_path, '([^']*)'\) = '' OR extract\(_path, '[^']*'\) (\S+) (\('[^']*'\)|'[^']*')"
    )]
    private static partial System.Text.RegularExpressions.Regex Condition();

    /// <summary>Hands on one record of one file.</summary>
    private sealed class OneFile(string record) : IQueryServer
    {
        public async IAsyncEnumerable<IReadOnlyList<string>> Query(
            string sql,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel
        )
        {
            await Task.CompletedTask;
            var bytes = Encoding.UTF8.GetBytes(record);
            if (sql.Contains("base64Encode", StringComparison.Ordinal))
                yield return [Path, "100", "1", "1", Convert.ToBase64String(bytes)];
            else
                yield return [Path, "100"];
        }
    }
}
