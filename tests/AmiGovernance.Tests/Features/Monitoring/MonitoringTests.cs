using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Sandbox.Services.Patterns;
using AmiGovernance.TestSupport.Features.Monitoring;
using AmiGovernance.TestSupport.Features.Trail.Generator;

namespace AmiGovernance.Tests.Features.Monitoring;

public sealed class MonitoringTests
{
    private static readonly MonitoringSet Set = MonitoringSample.Set;

    /// <summary>What our reader makes of a record: its kind, null when it is not watched, how it ended, and the event.</summary>
    private static (CallKind? Kind, CallOutcome Outcome, TrailEvent Event) Read(string record)
    {
        TrailEvent? found = null;
        TrailFileReader.OfAllCalls().Read(() => new MemoryStream(Encoding.UTF8.GetBytes(record)), e => found = e);
        return (
            // Metrics count calls of EC2; what services check on its behalf is counted by `trail scan` alone
            // (docs/reference/monitoring.md).
            WatchedCalls.Find(found!.Source, found.Name)
                is { IsLaunchCheck: false } call
                ? call.Kind
                : null,
            CallOutcomes.Of(found.ErrorCode, found.ErrorMessage, null).Outcome,
            found
        );
    }

    private static bool Counts(string metric, CallKind? kind, CallOutcome outcome, TrailEvent call) =>
        metric switch
        {
            "LaunchesSucceeded" => (kind, outcome) == (CallKind.Launch, CallOutcome.Succeeded),
            "LaunchesDenied" => (kind, outcome) == (CallKind.Launch, CallOutcome.PolicyDenial),
            "LaunchesWithoutImage" => (kind, outcome) == (CallKind.Launch, CallOutcome.ImageUnavailable),
            "ImagesMade" => (kind, outcome) == (CallKind.Creation, CallOutcome.Succeeded),
            "ImagesMadeElsewhere" => (kind, outcome) == (CallKind.Creation, CallOutcome.Succeeded)
                && !Set.Input.Creators.Contains(AccountId.Parse(call.Account)),
            "CreationDenied" => (kind, outcome) == (CallKind.Creation, CallOutcome.PolicyDenial),
            "SharingChanged" => (kind, outcome) == (CallKind.Sharing, CallOutcome.Succeeded),
            "SharedPublicly" => (kind, outcome) == (CallKind.Sharing, CallOutcome.Succeeded)
                && call is { Name: "ModifyImageAttribute", Detail: "add all" },
            "SnapshotsSharedPublicly" => (kind, outcome) == (CallKind.Sharing, CallOutcome.Succeeded)
                && call is { Name: "ModifySnapshotAttribute", Detail: "add all" },
            "SharingDenied" => (kind, outcome) == (CallKind.Sharing, CallOutcome.PolicyDenial),
            "GuardrailsChanged" => (kind, outcome) == (CallKind.Guardrail, CallOutcome.Succeeded),
            _ => throw new InvalidOperationException(metric),
        };

    private static Dictionary<string, int> AssertCounted(IEnumerable<string> records)
    {
        var counted = Set.Filters.ToDictionary(f => f.Metric, _ => 0);
        var patterns = Set.Filters.ToDictionary(f => f.Metric, f => ILogPattern.Parse(f.Pattern));
        foreach (var record in records)
        {
            var (kind, outcome, call) = Read(record);
            foreach (var (metric, pattern) in patterns)
            {
                var matches = pattern.Matches(record);
                if (matches != Counts(metric, kind, outcome, call))
                    Assert.Fail($"{metric} counts otherwise: {record}");
                if (matches)
                    counted[metric]++;
            }
        }
        return counted;
    }

    [Fact]
    public void Each_pattern_matches_exactly_what_the_reader_of_trail_files_counts()
    {
        var generator = new TrailGenerator(seed: 31);
        var records = new List<string>();
        foreach (var file in generator.Files(TestScale.Samples(8_000), CompressionLevel.Fastest))
        {
            using var text = new GZipStream(new MemoryStream(file.Gzip), CompressionMode.Decompress);
            records.AddRange(
                JsonNode.Parse(text)!["Records"]!
                    .AsArray()
                    .Select(r => r!.ToJsonString())
                    .Where((r, i) => Read(r).Kind is not null || i % 50 == 0)
            );
        }
        var counted = AssertCounted(records);
        Assert.All(
            counted.Where(c => c.Key is not ("LaunchesWithoutImage" or "SnapshotsSharedPublicly")),
            c => Assert.True(c.Value > 0, $"{c.Key} counts nothing")
        );
    }

    [Fact]
    public void Odd_calls_are_counted_too_but_for_what_a_pattern_cannot_see()
    {
        var records = JsonNode
            .Parse(File.ReadAllText(RepositoryRoot.File("tests", "data", "trail", "odd-calls.json")))!
            .AsArray()
            .Select(r => r!.AsObject())
            // Not AWS's spelling; an error code that is there and empty; null where CloudTrail leaves out; an event of Insights.
            .Where(r =>
                !((string?)r["errorMessage"] ?? "").Contains("ORGANIZATIONAL", StringComparison.Ordinal)
                && !((string?)r["errorMessage"] ?? "").Contains("Block Public", StringComparison.Ordinal)
            )
            .Where(r => (string?)r["errorCode"] != "" && (string?)r["eventCategory"] != "Insight")
            .Select(r => r.ToJsonString())
            .ToList();
        Assert.True(records.Count > 80);
        var counted = AssertCounted(records);
        Assert.True(counted["LaunchesWithoutImage"] > 0);
        Assert.True(counted["SnapshotsSharedPublicly"] > 0);
    }

    [Fact]
    public void Published_recordings_are_counted_as_the_reader_counts_them()
    {
        var recordings = Path.Combine(
            RepositoryRoot.Path,
            "..",
            "shared",
            "data",
            "cloudtrail-stratus",
            "docs",
            "detonation-logs"
        );
        Assert.SkipUnless(Directory.Exists(recordings), "the published recordings are not here");
        var counted = AssertCounted(
            Directory
                .GetFiles(recordings, "*.json")
                .SelectMany(f => JsonNode.Parse(File.ReadAllText(f))!.AsArray().Select(r => r!.ToJsonString()))
        );
        Assert.True(counted["LaunchesDenied"] > 0);
    }

    [Fact]
    public void The_error_code_of_the_runbook_s_third_panel_never_occurs()
    {
        Assert.DoesNotContain(
            CallOutcomes.ByCode,
            c => Wildcard.Matches(c.Code, "UnauthorizedException") && c.Code == "UnauthorizedException"
        );
        Assert.False(
            ILogPattern
                .Parse("{ ($.errorCode = \"UnauthorizedException\") }")
                .Matches("""{"errorCode":"Client.UnauthorizedOperation"}""")
        );
        Assert.True(
            ILogPattern
                .Parse(Set.Filters.First(f => f.Metric == "LaunchesDenied").Pattern)
                .Matches(
                    """{"eventSource":"ec2.amazonaws.com","eventName":"RunInstances","errorCode":"Client.UnauthorizedOperation"}"""
                )
        );
    }

    /// <summary>Whoever shares with everybody may name somebody else first.</summary>
    [Theory]
    [InlineData("SharedPublicly", "ModifyImageAttribute", "launchPermission", "Client.InvalidAMIID.Malformed")]
    [InlineData("SnapshotsSharedPublicly", "ModifySnapshotAttribute", "createVolumePermission", "")]
    public void All_receivers_of_a_share_are_looked_at(string metric, string call, string parameter, string code)
    {
        bool Goes(string metric, string name, string items, string error) =>
            ILogPattern
                .Parse(Set.Filters.First(f => f.Metric == metric).Pattern)
                .Matches(
                    $$$"""
                    {"eventSource":"ec2.amazonaws.com","eventName":"{{{name}}}",{{{error}}}
                     "requestParameters":{"{{{parameter}}}":{"add":{"items":[{{{items}}}]} } } }
                    """
                );
        Assert.True(Goes(metric, call, """{"userId":"111122223333"},{"group":"all"}""", ""));
        Assert.False(Goes(metric, call, """{"userId":"111122223333"}""", ""));
        // `trail scan` calls it a wrong parameter.
        Assert.False(Goes("LaunchesWithoutImage", "RunInstances", "", $"\"errorCode\":\"{code}\","));
    }

    [Fact]
    public void With_more_creators_than_a_pattern_holds_all_images_count()
    {
        var many = MonitoringSet.Of(
            Set.Input with
            {
                Creators = [.. Enumerable.Range(0, 50).Select(i => AccountId.Parse($"4{i:D11}"))],
            }
        );
        Assert.All(many.Filters, f => Assert.InRange(f.Pattern.Length, 1, 1024));
        Assert.Equal(
            many.Filters.First(f => f.Metric == "ImagesMade").Pattern,
            many.Filters.First(f => f.Metric == "ImagesMadeElsewhere").Pattern
        );
    }

    [Fact]
    public void The_template_is_whole_and_its_references_lead_somewhere()
    {
        using var template = JsonDocument.Parse(CloudFormationText.Of(Set));
        var resources = template.RootElement.GetProperty("Resources");
        Assert.Equal(Set.Filters.Length + Set.Alarms.Length + 4, resources.EnumerateObject().Count());
        foreach (var reference in References(resources).Where(r => !r.StartsWith("AWS::", StringComparison.Ordinal)))
            Assert.True(resources.TryGetProperty(reference, out _), reference);
        using var dashboard = JsonDocument.Parse(
            resources.GetProperty("Dashboard").GetProperty("Properties").GetProperty("DashboardBody").GetString()!
        );
        // CloudWatch user guide, "Dashboard body structure and syntax": a grid of 24 columns, no widget over another.
        var places = dashboard
            .RootElement.GetProperty("widgets")
            .EnumerateArray()
            .Select(w =>
                (
                    X: w.GetProperty("x").GetInt32(),
                    Y: w.GetProperty("y").GetInt32(),
                    W: w.GetProperty("width").GetInt32(),
                    H: w.GetProperty("height").GetInt32()
                )
            )
            .ToList();
        Assert.All(places, p => Assert.InRange(p.X + p.W, 1, 24));
        Assert.All(
            places,
            p => Assert.Single(places, o => p.X < o.X + o.W && o.X < p.X + p.W && p.Y < o.Y + o.H && o.Y < p.Y + p.H)
        );
    }

    private static IEnumerable<string> References(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(m => m.Name == "Ref" ? [m.Value.GetString()!] : References(m.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
            _ => [],
        };
}
