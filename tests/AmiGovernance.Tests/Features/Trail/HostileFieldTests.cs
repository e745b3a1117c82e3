using System.IO.Compression;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Features.Trail.Templates;
using AmiGovernance.Core.Ports.Trail;
using CsCheck;

namespace AmiGovernance.Tests.Features.Trail;

/// <summary>Any field may hold anything, in whatever stands around the record: no exception, and no silent loss.</summary>
public sealed class HostileFieldTests
{
    /// <summary>One field each in which `@` stands for the value.</summary>
    private static readonly string[] Fields =
    [
        "\"eventName\":@",
        "\"eventSource\":@",
        "\"eventTime\":@",
        "\"eventID\":@",
        "\"eventVersion\":@",
        "\"eventCategory\":@",
        "\"awsRegion\":@",
        "\"recipientAccountId\":@",
        "\"sourceIPAddress\":@",
        "\"errorCode\":@",
        "\"errorMessage\":@",
        "\"userAgent\":@",
        "\"vpcEndpointId\":@",
        "\"addendum\":@",
        "\"addendum\":{\"originalEventID\":@}",
        "\"userIdentity\":@",
        "\"userIdentity\":{\"type\":@}",
        "\"userIdentity\":{\"arn\":@}",
        "\"userIdentity\":{\"accountId\":@}",
        "\"userIdentity\":{\"principalId\":@}",
        "\"userIdentity\":{\"invokedBy\":@}",
        "\"userIdentity\":{\"sessionContext\":@}",
        "\"userIdentity\":{\"sessionContext\":{\"sessionIssuer\":@}}",
        "\"userIdentity\":{\"sessionContext\":{\"sessionIssuer\":{\"arn\":@}}}",
        "\"requestParameters\":@",
        "\"requestParameters\":{\"imageId\":@}",
        "\"requestParameters\":{\"omitted\":@}",
        "\"requestParameters\":{\"launchTemplate\":@}",
        "\"requestParameters\":{\"launchTemplate\":{\"launchTemplateId\":@,\"version\":@}}",
        "\"requestParameters\":{\"sourceImageId\":@,\"attribute\":@,\"description\":@}",
        "\"requestParameters\":{\"launchPermission\":{\"add\":{\"items\":[{\"userId\":@}]}}}",
        "\"requestParameters\":{\"policyId\":@,\"targetId\":@}",
        "\"responseElements\":@",
        "\"responseElements\":{\"imageId\":@}",
        "\"responseElements\":{\"launchTemplateVersion\":{\"versionNumber\":@,\"launchTemplateData\":{\"imageId\":@}}}",
        "\"responseElements\":{\"CreateFleetResponse\":{\"errorSet\":{\"item\":{\"errorCode\":@,\"errorMessage\":@}}}}",
        "\"responseElements\":{\"CreateFleetResponse\":{\"errorSet\":@,\"fleetInstanceSet\":@}}",
        "@:1",
    ];

    private static readonly string[] Calls =
    [
        "RunInstances",
        "CreateFleet",
        "ModifyImageAttribute",
        "CopyImage",
        "CreateLaunchTemplateVersion",
        "DeregisterImage",
        "EnableAllowedImagesSettings",
        "DetachPolicy",
        "DescribeInstances",
    ];

    /// <summary>As Latin-1, so that any bytes can stand in it.</summary>
    private static readonly string[] Values =
    [
        "\"\\ud800\"",
        "\"x \\udc00 y\"",
        "\"\\ud83d\\ude00\"",
        "\"\\u0000\"",
        "\"\\u12\"",
        "\"\\x\"",
        "\"\xff\xfe\"",
        "\"\xc0\xaf\"",
        "\"\xed\xa0\x80\"",
        "\"a\tb\"",
        "\"",
        "\"\"",
        "null",
        "true",
        "0",
        "-0.0e0",
        "1e999999",
        "0x1",
        "NaN",
        "[]",
        "{}",
        "[[{\"imageId\":\"ami-0123456789abcdef0\"}]]",
        "{\"items\":null}",
        "\"resolve:ssm:\"",
        "\"resolve:ssm:/a:b:c\"",
        "\"ami-\"",
        "\"lt-1:\"",
        "\":::\"",
        "\"9999-12-31T23:59:59Z\"",
        "\"{\\\"eventName\\\":\\\"RunInstances\\\"}\"",
        "\"H4sIAAAA\"",
        "\"eyJ\"",
        $"\"{new string('a', 70_000)}\"",
        new string('9', 5_000),
        $"{new string('[', 600)}{new string(']', 600)}",
        $"{string.Concat(Enumerable.Repeat("{\"a\":", 600))}1{new string('}', 600)}",
    ];

    private static readonly (string Name, Func<byte[], byte[]> Wrap)[] Wrappers =
    [
        ("records", e => Around("{\"Records\":[", e, "]}")),
        ("lines", e => e),
        ("small records", e => Around("{\"records\":[", e, "]}")),
        ("EventBridge", e => Around("{\"detail\":", e, "}")),
        ("LookupEvents", e => Around("{\"Events\":[{\"CloudTrailEvent\":", AsText(e), "}]}")),
        ("subscription", e => Around("{\"logEvents\":[{\"message\":", AsText(e), "}]}")),
        ("Elastic", e => Around("{\"_source\":", e, "}")),
        ("Splunk", e => Around("{\"result\":{\"_raw\":", AsText(e), "}}")),
        ("log lines", e => Around("2026-01-02T03:04:05.000Z ", e, "\n")),
        ("packed", e => Around("{\"data\":\"", Encoding.ASCII.GetBytes(Convert.ToBase64String(Gzip(e))), "\"}")),
        ("gzip", Gzip),
    ];

    private const string Good = """
        {"eventVersion":"1.11","eventTime":"2026-01-02T03:04:05Z","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","awsRegion":"us-east-1","eventID":"good","recipientAccountId":"111122223333"}
        """;

    [Fact]
    public void Whatever_a_field_holds_nothing_is_raised_and_nothing_is_lost_in_silence() =>
        Gen.Select(
                Gen.Int[0, Fields.Length - 1],
                Gen.Int[0, Values.Length - 1],
                Gen.Int[0, Calls.Length - 1],
                Gen.Int[0, Wrappers.Length - 1]
            )
            .Sample(
                (field, value, call, wrapper) =>
                    Check(Record(Fields[field], Values[value], Calls[call]), Wrappers[wrapper]),
                iter: TestScale.Samples(3_000)
            );

    [Fact]
    public void Each_field_with_each_value_is_read_or_told()
    {
        foreach (var field in Fields)
        foreach (var value in Values)
            Check(Record(field, value, "RunInstances"), Wrappers[0]);
    }

    /// <summary>The field comes last, so that it is the one that is read.</summary>
    private static byte[] Record(string field, string value, string call) =>
        Encoding.Latin1.GetBytes(
            $$"""{"eventVersion":"1.11","eventSource":"ec2.amazonaws.com","eventName":"{{call}}","eventID":"odd",{{field.Replace(
                "@",
                value,
                StringComparison.Ordinal
            )}}}"""
        );

    private static void Check(byte[] record, (string Name, Func<byte[], byte[]> Wrap) wrapper)
    {
        byte[] file = [.. wrapper.Wrap(record), .. "\n"u8, .. Encoding.UTF8.GetBytes(Good)];
        if (wrapper.Name == "gzip")
            file = [.. Gzip(record), .. Gzip(Encoding.UTF8.GetBytes($"\n{Good}"))];
        var (table, sources) = (new TrailTable([], null), new ImageSources());
        void Count(TrailEvent call)
        {
            var known = WatchedCalls.Find(call.Source, call.Name)!;
            if (ImageSources.Teaches(call, known.Kind))
                sources.Learn(call);
            foreach (var key in table.Keys(call, known))
                table.Add(key, call.Time);
        }

        var reading = new TrailFileReader(TrailFilter.Everything).Read(() => new MemoryStream(file), Count);

        Assert.True(
            reading.Counts.Records == 2 || !reading.Gaps.IsEmpty,
            $"{wrapper.Name}: {reading.Counts.Records} events, and no gap: {Shortened.Text(Encoding.Latin1.GetString(record), 400)}"
        );
        _ = new TemplateHistory(sources, (_, _) => true).Resolve(table.Rows).Count();
        _ = CallSources.FromError(Encoding.UTF8.GetString(file));
        _ = CallSources.FromEvent(new SourceText("event.json", file), new DiagnosticBag());
    }

    private static byte[] Around(string before, byte[] inner, string after) =>
        [.. Encoding.ASCII.GetBytes(before), .. inner, .. Encoding.ASCII.GetBytes(after)];

    /// <summary>As the text of a JSON string; bytes that are no Unicode stay what they are.</summary>
    private static byte[] AsText(byte[] inner) =>
        Encoding.Latin1.GetBytes(
            "\""
                + Encoding
                    .Latin1.GetString(inner)
                    .Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("\"", "\\\"", StringComparison.Ordinal)
                    .Replace("\t", "\\t", StringComparison.Ordinal)
                + "\""
        );

    private static byte[] Gzip(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
            stream.Write(text);
        return packed.ToArray();
    }
}
