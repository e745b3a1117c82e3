using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.CloudTrail;

/// <summary>Who called, as a record says it (CloudTrail user guide, "CloudTrail userIdentity element").</summary>
internal static class RecordedIdentity
{
    public static JsonObject Of(SandboxCall call)
    {
        var caller = call.Caller;
        var isSession = caller.IsSession;
        var identity = new JsonObject
        {
            ["type"] = isSession ? "AssumedRole" : "IAMUser",
            ["principalId"] = caller.UserId,
            ["arn"] = caller.SessionArn,
            ["accountId"] = call.Account.Value,
            ["accessKeyId"] = call.AccessKey,
        };
        if (isSession)
            identity["sessionContext"] = Session(caller, call.Now);
        else
            identity["userName"] = caller.Name;
        if (call.InvokedBy is { } service)
            identity["invokedBy"] = service;
        return identity;
    }

    private static JsonObject Session(CallerIdentity caller, DateTimeOffset now) =>
        new()
        {
            ["sessionIssuer"] = new JsonObject
            {
                ["type"] = "Role",
                ["principalId"] = caller.UserId.Split(':')[0],
                ["arn"] = caller.Arn,
                ["accountId"] = caller.AccountId.Value,
                ["userName"] = caller.Name,
            },
            ["attributes"] = new JsonObject
            {
                ["creationDate"] = (caller.SessionStart ?? now).IsoText(),
                ["mfaAuthenticated"] = "false",
            },
        };
}
