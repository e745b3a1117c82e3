using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Tests.Features.Trail;

public sealed class TrailFileReaderTests
{
    private const string Launch = """
        {"eventVersion":"1.11","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann","accountId":"111122223333"},"eventTime":"2026-01-02T03:04:05Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","sourceIPAddress":"10.0.0.1","requestParameters":{"instancesSet":{"items":[{"imageId":"ami-0123456789abcdef0"}]}},"responseElements":null,"eventID":"1a4debbb-12e9-4bde-b8c7-ea29002bb2a7","recipientAccountId":"111122223333","eventCategory":"Management"}
        """;

    private static readonly string Other = Launch.Replace(
        "RunInstances",
        "DescribeInstances",
        StringComparison.Ordinal
    );

    private static (FileReading Reading, List<TrailEvent> Events) Read(byte[] file, TrailFilter? filter = null)
    {
        var events = new List<TrailEvent>();
        return (
            new TrailFileReader(filter ?? TrailFilter.Everything).Read(() => new MemoryStream(file), events.Add),
            events
        );
    }

    private static (FileReading Reading, List<TrailEvent> Events) Read(string text) =>
        Read(Encoding.UTF8.GetBytes(text));

    private static byte[] Gzip(string text)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return result.ToArray();
    }

    private static string Records(params string[] records) => $"{{\"Records\":[{string.Join(',', records)}]}}";

    [Fact]
    public void Watched_calls_are_handed_on_and_others_counted()
    {
        var (reading, events) = Read(Gzip(Records(Other, Launch, Other)));
        var call = Assert.Single(events);
        Assert.Equal(3, reading.Counts.Records);
        Assert.Empty(reading.Gaps);
        Assert.Equal(
            ("RunInstances", "111122223333", "arn:aws:iam::111122223333:user/ann", "us-east-1"),
            (call.Name, call.Account, call.Principal, call.Region)
        );
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), call.Time);
        Assert.Equal(["ami-0123456789abcdef0"], call.Images);
    }

    /// <summary>CloudTrail writes ISO 8601; tools that write records anew have Unix times, in seconds or milliseconds.</summary>
    [Theory]
    [InlineData("1767323045", "2026-01-02T03:04:05Z")]
    [InlineData("1767323045000", "2026-01-02T03:04:05Z")]
    [InlineData("\"yesterday\"", null)]
    [InlineData("1.5", null)]
    [InlineData("9223372036854775807", null)]
    [InlineData("[7]", null)]
    [InlineData("null", null)]
    public void A_time_that_cannot_be_read_is_told(string time, string? expected)
    {
        var record = Launch.Replace("\"2026-01-02T03:04:05Z\"", time, StringComparison.Ordinal);
        var (reading, events) = Read(Records(record, Launch));
        Assert.Equal(
            expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture),
            events[0].Time
        );
        Assert.Equal((2, expected is null ? 1 : 0), (events.Count, reading.Counts.WithoutTime));
        Assert.Empty(reading.Gaps);
    }

    private const string LeftOut = """{"omitted":true,"originalSize":102450,"reason":"responseElements too large"}""";

    /// <summary>CloudTrail user guide, "CloudTrail record contents": a field over its maximum size is left out.</summary>
    [Theory]
    [InlineData("CreateFleet", """{"CreateFleetRequest":{"Type":"instant"}}""", true)]
    [InlineData("CreateImage", """{"instanceId":"i-1"}""", true)]
    [InlineData("RunInstances", """{"launchTemplate":{"launchTemplateId":"lt-0abc","version":"1"}}""", true)]
    [InlineData("RunInstances", """{"instancesSet":{"items":[{"imageId":"ami-0123456789abcdef0"}]}}""", false)]
    [InlineData("ModifyImageAttribute", """{"imageId":"ami-0123456789abcdef0"}""", false)]
    public void An_answer_that_was_left_out_is_a_gap_where_it_alone_tells(string name, string parameters, bool isGap)
    {
        var record = $$"""
            {"eventVersion":"1.11","eventTime":"2026-01-02T03:04:05Z","eventSource":"ec2.amazonaws.com","eventName":"{{name}}",
             "requestParameters":{{parameters}},"responseElements":{{LeftOut}},"recipientAccountId":"111122223333"}
            """;
        var (reading, events) = Read(record);
        Assert.Single(events);
        Assert.Equal(
            isGap
                ?
                [
                    "CloudTrail left out the answers to 1 call, for they were too long: what was launched, made or refused is not known",
                ]
                : [],
            reading.Gaps
        );
    }

    private const string Control =
        """{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}""";

    /// <summary>CloudWatch Logs user guide, "Log group-level subscription filters".</summary>
    [Fact]
    public void A_check_of_CloudWatch_Logs_is_read_and_holds_no_event()
    {
        var (reading, events) = Read(Gzip(Control + Control));
        Assert.Empty(events);
        Assert.Empty(reading.Gaps);
        Assert.True(reading.IsCheck);

        var data = JsonSerializer.Serialize(
            new { messageType = "DATA_MESSAGE", logEvents = new[] { new { id = "1", message = Launch } } }
        );
        (reading, events) = Read(Gzip(Control + data));
        Assert.Single(events);
        Assert.Equal(["1 object in it is no CloudTrail event"], reading.Gaps);
        Assert.False(reading.IsCheck);
    }

    [Theory]
    [InlineData("utf-16", "UTF-16LE")]
    [InlineData("utf-16BE", "UTF-16BE")]
    public void UTF_16_without_a_mark_is_named(string encoding, string name)
    {
        var (reading, _) = Read(Encoding.GetEncoding(encoding).GetBytes(Records(Launch)));
        Assert.Equal(
            [
                $"it is {name} without a byte-order mark, which amigov does not read: `iconv -f {name} -t UTF-8 FILE` rewrites it",
            ],
            reading.Gaps
        );
    }

    [Fact]
    public void Keys_and_names_that_are_escaped_are_read_all_the_same()
    {
        var keys = Launch
            .Replace("\"eventName\"", "\"event\\u004eame\"", StringComparison.Ordinal)
            .Replace("\"imageId\"", "\"image\\u0049d\"", StringComparison.Ordinal);
        var value = Launch.Replace("\"RunInstances\"", "\"Run\\u0049nstances\"", StringComparison.Ordinal);
        var (_, events) = Read(Records(Other, keys, value));
        Assert.Equal(["RunInstances", "RunInstances"], events.Select(e => e.Name));
        Assert.All(events, e => Assert.Equal(["ami-0123456789abcdef0"], e.Images));
    }

    [Fact]
    public void LookupEvents_output_holds_the_records_as_text()
    {
        var entry =
            $$"""{"EventId":"x","EventName":"RunInstances","CloudTrailEvent":{{System.Text.Json.JsonSerializer.Serialize(Launch)}},"Resources":[]}""";
        foreach (var text in new[] { $$"""{"Events":[{{entry}}],"NextToken":"n"}""", $"[{entry}]", entry })
        {
            var (reading, events) = Read(text);
            Assert.Equal("RunInstances", Assert.Single(events).Name);
            Assert.Equal(1, reading.Counts.Records);
        }
    }

    [Fact]
    public void Several_gzip_members_are_one_text_and_whole()
    {
        byte[] file = [.. Gzip(Records(Launch)), .. Gzip(Records(Launch, Other)), .. Gzip("")];
        var (reading, events) = Read(file);
        Assert.Equal((2, 3L), (events.Count, reading.Counts.Records));
        Assert.Empty(reading.Gaps);
    }

    [Fact]
    public void Zeros_after_gzip_data_are_padding() =>
        Assert.Empty(Read([.. Gzip(Records(Launch)), .. new byte[500]]).Reading.Gaps);

    [Fact]
    public void A_gzip_file_that_is_cut_anywhere_is_told_and_what_came_before_is_read()
    {
        var text = Records([
            .. Enumerable
                .Range(0, 200)
                .Select(i => Launch.Replace("1a4debbb", $"1a4d{i:x4}", StringComparison.Ordinal)),
        ]);
        var whole = Gzip(text);
        for (var length = 11; length < whole.Length; length += 97)
        {
            var (reading, events) = Read(whole[..length]);
            Assert.NotEmpty(reading.Gaps);
            Assert.InRange(events.Count, 0, 200);
        }
        // Even when only the checksum is missing, though all of the text is there.
        Assert.Equal("the gzip data is cut", Assert.Single(Read(whole[..^3]).Reading.Gaps));
        // Lines end at any place, so the text alone would not tell.
        var lines = Gzip(string.Concat(Enumerable.Repeat(Launch.Trim() + "\n", 500)));
        Assert.NotEmpty(Read(lines[..(lines.Length / 2)]).Reading.Gaps);
    }

    [Fact]
    public void Other_bytes_after_gzip_data_are_told() =>
        Assert.Contains(
            "bytes that are no gzip follow",
            Assert.Single(Read([.. Gzip(Records(Launch)), .. "garbage"u8]).Reading.Gaps),
            StringComparison.Ordinal
        );

    [Fact]
    public void Damaged_gzip_data_is_told()
    {
        var file = Gzip(Records(Launch, Other));
        file[^6] ^= 1;
        Assert.Contains("damaged", Assert.Single(Read(file).Reading.Gaps), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_event_is_told_and_the_others_are_read()
    {
        var damaged = Launch.Replace("\"awsRegion\":", "\"awsRegion\" ", StringComparison.Ordinal);
        var (reading, events) = Read(Records(Launch, damaged, Launch));
        Assert.Equal((2, 1L), (events.Count, reading.Counts.DamagedRecords));
        Assert.StartsWith("an event is damaged", Assert.Single(reading.Gaps), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_that_is_nested_beyond_reason_is_told()
    {
        var deep = Launch.Replace(
            "\"requestParameters\":{",
            $"\"requestParameters\":{{\"x\":{new string('[', 3000)}{new string(']', 3000)},",
            StringComparison.Ordinal
        );
        var (reading, events) = Read(Records(deep, Launch));
        Assert.Equal((1, 1L), (events.Count, reading.Counts.DamagedRecords));
    }

    [Fact]
    public void Insights_and_data_events_of_a_watched_name_do_not_count()
    {
        var insight = Launch.Replace(
            "\"eventCategory\":\"Management\"",
            "\"eventCategory\":\"Insight\"",
            StringComparison.Ordinal
        );
        var (reading, events) = Read(
            Records(insight, Launch.Replace("ec2.amazonaws.com", "other.amazonaws.com", StringComparison.Ordinal))
        );
        Assert.Empty(events);
        Assert.Equal((2, 1), (reading.Counts.Records, reading.Counts.OtherCategories));
    }

    [Fact]
    public void Digests_and_other_objects_are_no_records() =>
        Assert.Equal(
            (2, 0),
            (
                Read(
                    """{"digestPublicKeyFingerprint":"ab","logFiles":[{"s3Object":"x"}]}{}"""
                ).Reading.Counts.NotRecords,
                Read("{}").Events.Count
            )
        );

    [Fact]
    public void Versions_that_nobody_knows_and_events_without_id_are_counted()
    {
        var (reading, events) = Read(
            Records(
                Launch.Replace("\"1.11\"", "\"2.0\"", StringComparison.Ordinal),
                Launch.Replace("\"eventID\"", "\"x\"", StringComparison.Ordinal)
            )
        );
        Assert.Equal((2, 1, 1), (events.Count, reading.Counts.UnknownVersions, reading.Counts.WithoutId));
    }

    [Fact]
    public void From_is_included_and_to_is_not()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var file = Encoding.UTF8.GetBytes(Launch);
        Assert.Single(Read(file, new TrailFilter(at, at.AddSeconds(1))).Events);
        Assert.Empty(Read(file, new TrailFilter(at.AddSeconds(1), null)).Events);
        Assert.Equal(1, Read(file, new TrailFilter(null, at)).Reading.Counts.OutsideTime);
    }

    [Fact]
    public void A_folder_of_published_recordings_is_read_and_classified()
    {
        var folder = Path.Combine(
            RepositoryRoot.Path,
            "..",
            "shared",
            "data",
            "cloudtrail-stratus",
            "docs",
            "detonation-logs"
        );
        Assert.SkipUnless(Directory.Exists(folder), "the published recordings do not lie beside this checkout");
        var (records, found) = (0L, new List<TrailEvent>());
        foreach (var file in Directory.GetFiles(folder, "*.json"))
        {
            var reading = new TrailFileReader(TrailFilter.Everything).Read(() => File.OpenRead(file), found.Add);
            Assert.Empty(reading.Gaps);
            records += reading.Counts.Records;
        }
        Assert.Equal(310, records);
        var calls = found.ToDictionary(e => e.Name, StringComparer.Ordinal);
        Assert.Equal(
            ["LeaveOrganization", "ModifyImageAttribute", "ModifySnapshotAttribute", "RunInstances"],
            calls.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ("arn:aws:iam::900138736586:role/stratus-red-team-ec2lui-role-idtzskbvtd", "ami-aCBbfd13bdb1d1E4b"),
            (calls["RunInstances"].Principal, calls["RunInstances"].Images[0])
        );
        Assert.Equal(
            (CallOutcome.PolicyDenial, "identity-based policy (missing allow)"),
            CallOutcomes.Of(calls["RunInstances"].ErrorCode, calls["RunInstances"].ErrorMessage, null)
        );
        Assert.Equal(
            ("add 098797384747", CallKind.Sharing),
            (
                calls["ModifySnapshotAttribute"].Detail,
                WatchedCalls.Find(WatchedCalls.Ec2, "ModifySnapshotAttribute")!.Kind
            )
        );
        Assert.Equal(
            ("add 846424999548", "118238665043"),
            (calls["ModifyImageAttribute"].Detail, calls["ModifyImageAttribute"].Account)
        );
        Assert.Equal(
            CallOutcome.PolicyDenial,
            CallOutcomes.Of(calls["LeaveOrganization"].ErrorCode, calls["LeaveOrganization"].ErrorMessage, null).Outcome
        );
    }
}
