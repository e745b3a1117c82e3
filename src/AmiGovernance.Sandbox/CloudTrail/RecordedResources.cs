using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.CloudTrail;

/// <summary>
/// The resources of a record. AWS documents the types (CloudTrail user guide, "Viewing resource types"), not which of them a call has:
/// here those are listed whose ids stand in the parameters or in the answer.
/// </summary>
internal static partial class RecordedResources
{
    private static readonly Dictionary<string, string> Prefixes = new(StringComparer.Ordinal)
    {
        ["ami"] = "AWS::EC2::Ami",
        ["i"] = "AWS::EC2::Instance",
        ["lt"] = "AWS::EC2::LaunchTemplate",
        ["snap"] = "AWS::EC2::Snapshot",
        ["subnet"] = "AWS::EC2::Subnet",
        ["vpc"] = "AWS::EC2::VPC",
        ["p"] = "AWS::Organizations::Policy",
        ["ou"] = "AWS::Organizations::OrganizationalUnit",
        ["r"] = "AWS::Organizations::Root",
    };

    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["alarmName"] = "AWS::CloudWatch::Alarm",
        ["bucketName"] = "AWS::S3::Bucket",
        ["logGroupName"] = "AWS::Logs::LogGroup",
        ["roleArn"] = "AWS::IAM::Role",
        ["topicArn"] = "AWS::SNS::Topic",
    };

    /// <summary>Each once, in the order in which they come.</summary>
    public static IReadOnlyList<RecordedResource> Of(JsonObject record)
    {
        var found = new List<RecordedResource>();
        Collect("", record["requestParameters"], found);
        Collect("", record["responseElements"], found);
        return [.. found.Distinct()];
    }

    private static void Collect(string name, JsonNode? node, List<RecordedResource> found)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (member, value) in members)
                    Collect(member, value, found);
                break;
            case JsonArray elements:
                foreach (var element in elements)
                    Collect(name, element, found);
                break;
            case JsonValue value when value.TryGetValue<string>(out var text) && TypeOf(name, text) is { } type:
                found.Add(new RecordedResource(type, text));
                break;
        }
    }

    private static string? TypeOf(string name, string text)
    {
        if (Members.TryGetValue(name, out var type))
            return type;
        var id = Id().Match(text);
        return id.Success ? Prefixes.GetValueOrDefault(id.Groups["kind"].Value) : null;
    }

    /// <summary>A reservation is `r-` too, and longer than the root here.</summary>
    [GeneratedRegex(
        @"^(?<kind>ami|i|lt|snap|subnet|vpc)-([0-9a-f]{8}|[0-9a-f]{17})\z|^(?<kind>p)-[0-9a-zA-Z_]{8,128}\z|^(?<kind>ou)-[0-9a-z-]{13,65}\z|^(?<kind>r)-[0-9a-z]{4}\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Id();
}
