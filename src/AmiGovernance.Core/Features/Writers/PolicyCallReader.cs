using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Writers;

/// <summary>Reads a record of CloudTrail about policies of an organization.</summary>
internal static class PolicyCallReader
{
    private const string Organizations = "organizations.amazonaws.com";

    /// <summary>Null for a call to another service (IAM has a CreatePolicy too), one that was refused, and what is no record.</summary>
    public static PolicyCall? Read(string record)
    {
        try
        {
            using var tree = JsonDocument.Parse(record);
            return Read(tree.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException) when (IllFormedText.Find(record) is not null)
        {
            return null;
        }
    }

    private static PolicyCall? Read(JsonElement record)
    {
        var isDone = Text(record, "eventSource") == Organizations && Text(record, "errorCode").Length == 0;
        if (!isDone || !IsoTime.TryParse(Text(record, "eventTime"), out var at))
            return null;
        var request = Member(record, "requestParameters");
        var content = Text(request, "content");
        return new PolicyCall(at, Text(record, "eventName"), Caller(record))
        {
            PolicyId = PolicyId(record, request),
            TargetId = First(Text(request, "targetId"), Text(request, "rootId")),
            PolicyType = First(Text(request, "policyType"), Text(request, "type")),
            Content = content.Length > 0 ? content : null,
        };
    }

    /// <summary>A policy that is created has its id in the answer.</summary>
    private static string PolicyId(JsonElement record, JsonElement request)
    {
        var created = Member(Member(Member(record, "responseElements"), "policy"), "policySummary");
        return First(Text(request, "policyId"), First(Text(request, "resourceId"), Text(created, "id")));
    }

    private static PolicyCaller Caller(JsonElement record)
    {
        var identity = Member(record, "userIdentity");
        var issuer = Member(Member(identity, "sessionContext"), "sessionIssuer");
        return new PolicyCaller(Text(identity, "arn"))
        {
            Role = Text(issuer, "type") == "Role" ? Text(issuer, "userName") : "",
            Service = Text(identity, "invokedBy"),
            UserAgent = Text(record, "userAgent"),
            Address = Text(record, "sourceIPAddress"),
        };
    }

    private static string First(string text, string other) => text.Length > 0 ? text : other;

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : default;

    private static string Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "";
}
