using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>Forms of AWS's documentation in tests/data/trail/wrapped: all commands that read events read the same of them.</summary>
public sealed class WrappedRecordsTests
{
    private static readonly Dictionary<string, string> Forms = File.ReadLines(
            RepositoryRoot.File("tests", "data", "trail", "wrapped", "wrappers.jsonl")
        )
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(f => Text(f, "name"), f => Text(f, "text"), StringComparer.Ordinal);

    private static readonly string Record = File.ReadAllText(
        RepositoryRoot.File("tests", "data", "cases", "fleet-identity-denial", "event.json")
    );

    public static TheoryData<string> Names => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_record_is_read_in_each_form_by_all_commands(string name)
    {
        var text = Filled(name);
        using var amigov = Generated();
        amigov.With("event.txt", text);
        var byFile = amigov.Run("explain", "--from-event", "event.txt", "--image-owner", "amazon");
        var byText = amigov.Run("explain", "--from-error", text, "--image-owner", "amazon");
        var scanned = amigov.Run("trail", "scan", "event.txt", "--output", "json");
        Assert.Contains(
            "\nAWS recorded: denied: no identity-based policy allows it, ec2:CreateFleet on "
                + "arn:aws:ec2:eu-west-1:222233334444:launch-template/*",
            byFile.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("ami-0c0ffee0000000001", byFile.Out, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::222233334444:role/NodeController", byFile.Out, StringComparison.Ordinal);
        Assert.Equal(byFile, byText);
        Assert.Contains("ami-0c0ffee0000000001", scanned.Out, StringComparison.Ordinal);
    }

    /// <summary>What mail (RFC 3676, section 4.5), chats and tickets put before each line, or around all.</summary>
    [Theory]
    [InlineData("> ")]
    [InlineData(">> ")]
    [InlineData("> > ")]
    [InlineData(">")]
    [InlineData(">>> ")]
    [InlineData("&gt; ")]
    [InlineData("   > ")]
    public void A_quoted_record_is_read(string mark)
    {
        var quoted = string.Join('\n', Record.Split('\n').Select(l => mark + l));
        using var amigov = Generated();
        amigov.With("event.txt", quoted).With("plain.txt", Record);
        var plain = amigov.Run("explain", "--from-event", "plain.txt", "--image-owner", "amazon");
        Assert.Equal(3, plain.ExitCode);
        Assert.Equal(plain, amigov.Run("explain", "--from-event", "event.txt", "--image-owner", "amazon"));
        Assert.Equal(plain, amigov.Run("explain", "--from-error", quoted, "--image-owner", "amazon"));
        var code = $"```json\n{Record}\n```";
        Assert.Equal(plain, amigov.Run("explain", "--from-error", code, "--image-owner", "amazon"));
    }

    /// <summary>S3's notifications have `eventName` and `eventSource` (S3 user guide, "Event message structure").</summary>
    [Fact]
    public void A_notification_is_no_record_of_a_call()
    {
        using var amigov = Generated();
        amigov.With(
            "event.json",
            """{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-west-2","eventTime":"1970-01-01T00:00:00.000Z","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"}}}]}"""
        );
        var (code, output, _) = amigov.Run("trail", "scan", "event.json");
        Assert.NotEqual(0, code);
        Assert.Contains("0 events", output, StringComparison.Ordinal);
    }

    /// <summary>CloudTrail user guide, "CloudTrail record contents for Insights events".</summary>
    private const string Insight =
        """{"eventVersion":"1.07","eventTime":"2026-10-05T10:00:00Z","awsRegion":"us-east-1","eventID":"fc490ca4-5c00-b124-9bbe-3554a4fdf6fb","eventType":"AwsCloudTrailInsight","recipientAccountId":"333344445555","sharedEventID":"x","insightDetails":{"state":"Start","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","insightType":"ApiCallRateInsight"},"eventCategory":"Insight"}""";

    [Theory]
    [InlineData("RECORD")]
    [InlineData("""{"Records":[RECORD,RECORD]}""")]
    [InlineData(
        """{"version":"0","detail-type":"AWS Insight via CloudTrail","source":"aws.cloudtrail","detail":RECORD}"""
    )]
    [InlineData("2026-10-05T10:00:00.000Z RECORD")]
    [InlineData(
        """{"messageType":"DATA_MESSAGE","logGroup":"g","logEvents":[{"id":"1","timestamp":1,"message":TEXT}]}"""
    )]
    public void An_event_of_Insights_is_no_call(string form)
    {
        using var amigov = Generated();
        var text = form.Replace("TEXT", JsonSerializer.Serialize(Insight), StringComparison.Ordinal);
        amigov.With("event.json", text.Replace("RECORD", Insight, StringComparison.Ordinal));
        var (code, output, error) = amigov.Run("trail", "scan", "event.json", "--output", "json");
        Assert.True(code == 0, output + error);
        var report = JsonDocument.Parse(output).RootElement;
        var ledger = report.GetProperty("ledger");
        Assert.Equal(0, ledger.GetProperty("watched").GetInt64());
        Assert.Equal(ledger.GetProperty("events").GetInt64(), ledger.GetProperty("other_categories").GetInt64());
        Assert.NotEqual(0, ledger.GetProperty("events").GetInt64());
    }

    private static string Filled(string name)
    {
        var text = Forms[name];
        foreach (var (mark, form) in new[] { ("SNS", "sns-http"), ("SUB", "logs-subscription"), ("EB", "eventbridge") })
        foreach (var (function, encode) in Encodings)
            if (text.Contains($"{function}({mark})", StringComparison.Ordinal))
                text = text.Replace($"{function}({mark})", encode(Filled(form)), StringComparison.Ordinal);
        return text.Replace(
                "CSV(RECORD)",
                $"\"{Record.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
                StringComparison.Ordinal
            )
            .Replace("RECORD", Record, StringComparison.Ordinal)
            .Replace("TEXTINNER", JsonSerializer.Serialize(Record)[1..^1], StringComparison.Ordinal)
            .Replace("TEXT", JsonSerializer.Serialize(Record), StringComparison.Ordinal);
    }

    private static readonly (string Function, Func<string, string> Encode)[] Encodings =
    [
        ("STRING", text => JsonSerializer.Serialize(text)),
        ("BASE64", text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
        ("GZIP", Gzip),
    ];

    private static string Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
            stream.Write(Encoding.UTF8.GetBytes(text));
        return Convert.ToBase64String(packed.ToArray());
    }

    private static string Text(JsonElement form, string name) => form.GetProperty(name).GetString() ?? "";

    private static Amigov Generated()
    {
        var amigov = new Amigov { Now = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero) }.With(
            Samples.ConfigPath,
            Samples.Governance
        );
        amigov.Run("generate", "--mode", "enabled");
        return amigov;
    }
}
