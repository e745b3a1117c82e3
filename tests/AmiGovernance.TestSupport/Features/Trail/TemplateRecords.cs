using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AmiGovernance.TestSupport.Features.Trail;

/// <summary>
/// CloudTrail's records of calls on launch templates and of launches with them, from a line of text: in the wrapped, capital spelling
/// that real ones have, with the members that the EC2 API reference gives to request and answer.
/// </summary>
internal static class TemplateRecords
{
    public const string Account = "111122223333";
    public const string Region = "us-east-1";

    /// <summary>`ami-a` as a real id.</summary>
    public static string Image(string shortName) =>
        shortName.StartsWith("ami-", StringComparison.Ordinal) ? $"ami-{shortName[4..].PadLeft(17, '0')}" : shortName;

    /// <param name="text">Such as `10:00:00 version lt-1 web 2 ami-b from 1`; see `templates.json`.</param>
    public static string Change(string text)
    {
        var words = text.Split(' ').ToList();
        var failed = words.Remove("failed");
        var unanswered = words.Remove("unanswered");
        string? After(string word) => words.IndexOf(word) is >= 0 and var at ? words[at + 1] : null;
        var verb = words[1];
        var name = verb switch
        {
            "create" => "CreateLaunchTemplate",
            "version" => "CreateLaunchTemplateVersion",
            "default" => "ModifyLaunchTemplate",
            "delete-versions" => "DeleteLaunchTemplateVersions",
            _ => "DeleteLaunchTemplate",
        };
        var request = new JsonObject();
        JsonObject? response = null;
        if (words.ElementAtOrDefault(2) is { } first)
            request[
                first.StartsWith("lt-", StringComparison.Ordinal) && verb != "create"
                    ? "LaunchTemplateId"
                    : "LaunchTemplateName"
            ] = verb == "create" ? words[3] : first;
        if (!unanswered)
        {
            var template = new JsonObject { ["launchTemplateId"] = words[2], ["launchTemplateName"] = words[3] };
            var rest = words[4..];
            var image = rest.FirstOrDefault(w =>
                w.StartsWith("ami-", StringComparison.Ordinal) || w.StartsWith("resolve:", StringComparison.Ordinal)
            );
            var answer = After("answer");
            if (verb is "create" or "version")
            {
                var data = new JsonObject { ["InstanceType"] = "t3.micro" };
                // With a source the image is that of the source, which the answer tells and the request does not.
                if (image is not null && image != answer && After("from") is null)
                    data["ImageId"] = Image(image);
                request["LaunchTemplateData"] = data;
                if (answer is not null)
                    request["ResolveAlias"] = true;
                if (After("from") is { } source)
                    request["SourceVersion"] = source;
            }
            switch (verb)
            {
                case "create":
                    (template["defaultVersionNumber"], template["latestVersionNumber"]) = (1, 1);
                    break;
                case "version":
                    template["versionNumber"] = int.Parse(rest[0], CultureInfo.InvariantCulture);
                    if (!rest.Contains("short"))
                        template["launchTemplateData"] = new JsonObject { ["instanceType"] = "t3.micro" };
                    if (!rest.Contains("short") && !rest.Contains("empty") && (answer ?? image) is { } told)
                        template["launchTemplateData"]!["imageId"] = Image(told);
                    break;
                case "default":
                    request["SetDefaultVersion"] = rest[0];
                    (template["defaultVersionNumber"], template["latestVersionNumber"]) = (
                        int.Parse(rest[0], CultureInfo.InvariantCulture),
                        int.Parse(After("latest")!, CultureInfo.InvariantCulture)
                    );
                    break;
                case "delete" when After("default") is { } last:
                    (template["defaultVersionNumber"], template["latestVersionNumber"]) = (
                        int.Parse(last, CultureInfo.InvariantCulture),
                        int.Parse(After("latest")!, CultureInfo.InvariantCulture)
                    );
                    break;
            }
            response = verb switch
            {
                "version" => new JsonObject { ["launchTemplateVersion"] = template },
                "delete-versions" when rest.Count == 0 => null,
                "delete-versions" => new JsonObject
                {
                    ["successfullyDeletedLaunchTemplateVersionSet"] = new JsonObject
                    {
                        ["item"] = new JsonArray([
                            .. rest.Select(v =>
                                (JsonNode)
                                    new JsonObject
                                    {
                                        ["launchTemplateId"] = words[2],
                                        ["launchTemplateName"] = words[3],
                                        ["versionNumber"] = int.Parse(v, CultureInfo.InvariantCulture),
                                    }
                            ),
                        ]),
                    },
                },
                _ => new JsonObject { ["launchTemplate"] = template },
            };
        }
        return Record(
            words[0],
            name,
            "arn:aws:iam::111122223333:role/ops",
            new JsonObject { [$"{name}Request"] = request },
            failed || response is null ? null : new JsonObject { [$"{name}Response"] = response },
            failed ? "Client.UnauthorizedOperation" : null
        );
    }

    /// <param name="text">Such as `10:00:00 lt-1:$Latest`, or without a version.</param>
    public static string Launch(string text, string principal)
    {
        var (time, reference) = (text.Split(' ')[0], text.Split(' ')[1].Split(':'));
        var template = new JsonObject
        {
            [reference[0].StartsWith("lt-", StringComparison.Ordinal) ? "launchTemplateId" : "launchTemplateName"] =
                reference[0],
        };
        if (reference.Length > 1)
            template["version"] = reference[1];
        return Record(
            time,
            "RunInstances",
            principal,
            new JsonObject { ["launchTemplate"] = template },
            null,
            "Server.InsufficientInstanceCapacity"
        );
    }

    public static byte[] File(IEnumerable<string> records) =>
        Encoding.UTF8.GetBytes($"{{\"Records\":[{string.Join(",\n", records)}]}}");

    private static string Record(
        string time,
        string name,
        string principal,
        JsonObject request,
        JsonObject? response,
        string? error
    )
    {
        var record = new JsonObject
        {
            ["eventVersion"] = "1.11",
            ["userIdentity"] = new JsonObject
            {
                ["type"] = "IAMUser",
                ["arn"] = principal,
                ["accountId"] = Account,
            },
            ["eventSource"] = "ec2.amazonaws.com",
            ["eventName"] = name,
            ["awsRegion"] = Region,
            ["requestParameters"] = request,
            ["responseElements"] = response,
            ["recipientAccountId"] = Account,
            ["eventCategory"] = "Management",
        };
        if (time != "never")
            record["eventTime"] = time.Contains('T', StringComparison.Ordinal) ? time : $"2026-01-02T{time}Z";
        if (error is not null)
            record["errorCode"] = error;
        // The same for the same record, and no other.
        record["eventID"] = new Guid(
            System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(record.ToJsonString()))[..16]
        ).ToString();
        return record.ToJsonString();
    }
}
