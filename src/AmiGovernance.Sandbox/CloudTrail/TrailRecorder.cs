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

    /// <summary>Organizations user guide, "Logging AWS Organizations API calls": recorded in one Region only.</summary>
    private static readonly RegionName OrganizationsRegion = RegionName.Parse("us-east-1");

    /// <summary>A call that was done.</summary>
    /// <param name="answer">Null where the answer is not recorded.</param>
    public void Record(SandboxCall call, JsonObject? answer)
    {
        // Of reading calls only AssumeRole has its answer on record.
        var hasAnswer = !IsRead(call) || call.Operation == "AssumeRole";
        Add(call, null, hasAnswer ? RecordedTree.Response(call, answer) : null);
    }

    /// <summary>A call that was refused.</summary>
    public void RecordFailure(SandboxCall call, SandboxException error) => Add(call, error, null);

    private void Add(SandboxCall call, SandboxException? error, JsonObject? response)
    {
        var id = EventId();
        var region = call.Service == "organizations" ? OrganizationsRegion : call.Region;
        var record = Head(call, region);
        if (error is not null)
        {
            record["errorCode"] = ErrorCode(call, error);
            record["errorMessage"] = Shortened(error.Message);
        }
        record["requestParameters"] = Request(call);
        record["responseElements"] = response;
        record["requestID"] = call.RequestId;
        record["eventID"] = id;
        record["readOnly"] = IsRead(call);
        record["eventType"] = "AwsApiCall";
        record["managementEvent"] = true;
        record["recipientAccountId"] = call.Account.Value;
        record["eventCategory"] = "Management";
        world.Trail.Add(
            new TrailEvent
            {
                EventId = id,
                Time = call.Now,
                Place = new Place(call.Account, region),
                Service = Source(call),
                Operation = call.Operation,
                ReadOnly = IsRead(call),
                Username = Arns.NameOf(call.Caller.SessionArn),
                AccessKey = call.AccessKey,
                Resources = RecordedResources.Of(record),
                Record = RecordedTree.Bytes(record),
            }
        );
    }

    private static JsonObject Head(SandboxCall call, RegionName region) =>
        new()
        {
            ["eventVersion"] = "1.11",
            ["userIdentity"] = RecordedIdentity.Of(call),
            ["eventTime"] = call.Now.IsoText(),
            ["eventSource"] = Source(call),
            ["eventName"] = call.Operation,
            ["awsRegion"] = region.Value,
            ["sourceIPAddress"] = call.InvokedBy ?? call.SourceAddress,
            ["userAgent"] = call.InvokedBy ?? call.UserAgent,
        };

    private static bool IsRead(SandboxCall call) =>
        ReadPrefixes.Any(p => call.Operation.StartsWith(p, StringComparison.Ordinal));

    private static string Source(SandboxCall call) =>
        call.Service == "cloudwatch" ? "monitoring.amazonaws.com" : $"{call.Service}.amazonaws.com";

    /// <summary>JSON null where there is nothing, as in real records.</summary>
    private static JsonObject? Request(SandboxCall call)
    {
        var request = (JsonObject?)call.RecordedRequest?.DeepClone() ?? RecordedTree.Request(call);
        return request.Count > 0 ? request : null;
    }

    /// <summary>EC2 says whose fault it was (EC2 API reference, "Error codes"); being too fast is the client's.</summary>
    private static string ErrorCode(SandboxCall call, SandboxException error)
    {
        if (call.Service != "ec2" || error.IsPlain)
            return error.Code;
        var isServers = error.Status >= 500 && error.Code != "RequestLimitExceeded";
        return isServers ? $"Server.{error.Code}" : $"Client.{error.Code}";
    }

    private static string Shortened(string message) =>
        message.Length <= LongestMessage ? message : message[..LongestMessage] + "...";

    private string EventId()
    {
        var hex = world.NewId("", 32);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }
}
