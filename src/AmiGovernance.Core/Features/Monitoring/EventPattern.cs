using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>Which events the rule takes (EventBridge user guide, "AWS service events delivered via AWS CloudTrail").</summary>
internal static class EventPattern
{
    public const string Description = "Changes of AMI guardrails and of who may use images, in this account and Region";

    public static void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStrings("source", ["aws.ec2", "aws.organizations"]);
        writer.WriteStrings("detail-type", ["AWS API Call via CloudTrail"]);
        writer.WriteStartObject("detail");
        writer.WriteStrings("eventName", MonitoringSet.RuleCalls);
        writer.WriteStartArray("errorCode");
        writer.WriteStartObject();
        writer.WriteBoolean("exists", false);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static string Text => JsonText.ToText(JsonText.Write(indented: false, Write));
}
