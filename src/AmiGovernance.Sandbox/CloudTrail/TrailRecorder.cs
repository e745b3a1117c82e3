using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.CloudTrail;

/// <summary>Writes the record of a call (CloudTrail user guide, "CloudTrail record contents", event version 1.11).</summary>
internal sealed class TrailRecorder(SandboxWorld world)
{
    private static readonly string[] ReadPrefixes = ["Describe", "Get", "List", "Lookup", "Head", "Assume"];

    /// <summary>CloudTrail user guide: a longer message is cut.</summary>
    private const int LongestMessage = 1024;

    public void Record(SandboxCall call, JsonObject? answer, SandboxException? error)
    {
        var id = EventId();
        var readOnly = ReadPrefixes.Any(p => call.Operation.StartsWith(p, StringComparison.Ordinal));
        // Calls to Organizations are recorded in one Region only.
        var region = call.Service == "organizations" ? "us-east-1" : call.Region;
        var record = new JsonObject
        {
            ["eventVersion"] = "1.11",
            ["userIdentity"] = Identity(call),
            ["eventTime"] = call.Now.IsoText(),
            ["eventSource"] = Source(call),
            ["eventName"] = call.Operation,
            ["awsRegion"] = region,
            ["sourceIPAddress"] = call.InvokedBy ?? call.SourceAddress,
            ["userAgent"] = call.InvokedBy ?? call.UserAgent,
        };
        if (error is not null)
        {
            record["errorCode"] =
                call.Service == "ec2"
                    ? $"{(error.Status >= 500 && error.Code != "RequestLimitExceeded" ? "Server" : "Client")}.{error.Code}"
                    : error.Code;
            record["errorMessage"] =
                error.Message.Length <= LongestMessage ? error.Message : error.Message[..LongestMessage] + "...";
        }
        // JSON null where there is nothing, as in real records.
        record["requestParameters"] = (call.RecordedRequest?.DeepClone() as JsonObject ?? RecordedTree.Request(call))
            is { Count: > 0 } request
            ? request
            : null;
        record["responseElements"] =
            error is not null || readOnly && call.Operation != "AssumeRole"
                ? null
                : call.RecordedResponse?.DeepClone() ?? RecordedTree.Response(call, answer);
        record["requestID"] = call.RequestId;
        record["eventID"] = id;
        record["readOnly"] = readOnly;
        record["eventType"] = "AwsApiCall";
        record["managementEvent"] = true;
        record["recipientAccountId"] = call.Account;
        record["eventCategory"] = "Management";
        world.Trail.Add(
            new TrailEvent(
                id,
                call.Now,
                call.Account,
                region,
                Source(call),
                call.Operation,
                readOnly,
                LastPart(call.Caller.SessionArn),
                call.AccessKey,
                RecordedTree.Bytes(record)
            )
        );
    }

    private static string Source(SandboxCall call) =>
        call.Service == "cloudwatch" ? "monitoring.amazonaws.com" : $"{call.Service}.amazonaws.com";

    private static JsonObject Identity(SandboxCall call)
    {
        var assumed = call.Caller.SessionArn.Contains(":assumed-role/", StringComparison.Ordinal);
        var identity = new JsonObject
        {
            ["type"] = assumed ? "AssumedRole" : "IAMUser",
            ["principalId"] = call.Caller.UserId,
            ["arn"] = call.Caller.SessionArn,
            ["accountId"] = call.Account,
            ["accessKeyId"] = call.AccessKey,
        };
        if (!assumed)
            identity["userName"] = LastPart(call.Caller.Arn);
        else
            identity["sessionContext"] = new JsonObject
            {
                ["sessionIssuer"] = new JsonObject
                {
                    ["type"] = "Role",
                    ["principalId"] = call.Caller.UserId.Split(':')[0],
                    ["arn"] = call.Caller.Arn,
                    ["accountId"] = call.Account,
                    ["userName"] = LastPart(call.Caller.Arn),
                },
                ["attributes"] = new JsonObject
                {
                    ["creationDate"] = (call.Caller.SessionStart ?? call.Now).IsoText(),
                    ["mfaAuthenticated"] = "false",
                },
            };
        if (call.InvokedBy is { } service)
            identity["invokedBy"] = service;
        return identity;
    }

    private static string LastPart(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    private string EventId()
    {
        var hex = world.NewId("", 32);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }
}
