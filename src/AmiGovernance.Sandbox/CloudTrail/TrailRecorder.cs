using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.CloudTrail;

/// <summary>Writes the record of a call (CloudTrail user guide, "CloudTrail record contents", event version 1.11).</summary>
internal sealed class TrailRecorder(SandboxWorld world)
{
    private static readonly string[] ReadPrefixes = ["Describe", "Get", "List", "Lookup"];

    public void Record(SandboxCall call, SandboxException? error)
    {
        var id = EventId();
        var readOnly = ReadPrefixes.Any(p => call.Operation.StartsWith(p, StringComparison.Ordinal));
        var record = new JsonObject
        {
            ["eventVersion"] = "1.11",
            ["userIdentity"] = Identity(call),
            ["eventTime"] = call.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["eventSource"] = $"{call.Service}.amazonaws.com",
            ["eventName"] = call.Operation,
            ["awsRegion"] = call.Region,
            ["sourceIPAddress"] = call.SourceAddress,
            ["userAgent"] = call.UserAgent,
        };
        if (error is not null)
        {
            record["errorCode"] = call.Service == "ec2" ? $"Client.{error.Code}" : error.Code;
            record["errorMessage"] = error.Message;
        }
        record["requestParameters"] = call.RecordedRequest?.DeepClone();
        record["responseElements"] = error is null && !readOnly ? call.RecordedResponse?.DeepClone() : null;
        record["requestID"] = call.RequestId;
        record["eventID"] = id;
        record["readOnly"] = readOnly;
        record["eventType"] = "AwsApiCall";
        record["managementEvent"] = true;
        record["recipientAccountId"] = call.Caller.AccountId;
        record["eventCategory"] = "Management";
        world.Trail.Add(new TrailEvent(id, call.Now, call.Caller.AccountId, call.Region, call.Service, call.Operation, readOnly, call.Caller.SessionArn[(call.Caller.SessionArn.LastIndexOf('/') + 1)..], call.AccessKey, record));
    }

    private static JsonObject Identity(SandboxCall call)
    {
        var assumed = call.Caller.SessionArn.Contains(":assumed-role/", StringComparison.Ordinal);
        var identity = new JsonObject
        {
            ["type"] = assumed ? "AssumedRole" : "IAMUser",
            ["principalId"] = call.Caller.UserId,
            ["arn"] = call.Caller.SessionArn,
            ["accountId"] = call.Caller.AccountId,
            ["accessKeyId"] = call.AccessKey,
        };
        if (assumed)
            identity["sessionContext"] = new JsonObject
            {
                ["sessionIssuer"] = new JsonObject
                {
                    ["type"] = "Role",
                    ["principalId"] = call.Caller.UserId.Split(':')[0],
                    ["arn"] = call.Caller.Arn,
                    ["accountId"] = call.Caller.AccountId,
                    ["userName"] = call.Caller.Arn[(call.Caller.Arn.LastIndexOf('/') + 1)..],
                },
            };
        else identity["userName"] = call.Caller.Arn[(call.Caller.Arn.LastIndexOf('/') + 1)..];
        return identity;
    }

    private string EventId()
    {
        var hex = world.NewId("", 32);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }
}
