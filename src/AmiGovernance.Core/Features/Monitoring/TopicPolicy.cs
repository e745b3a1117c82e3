using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Monitoring;

/// <param name="Service">Who may publish.</param>
/// <param name="ForAccount">Whether on behalf of this account alone.</param>
internal readonly record struct TopicPublisher(string Service, bool ForAccount);

/// <summary>
/// Who may publish to the topic of alarms (SNS developer guide, "Example cases for Amazon SNS access control"). EventBridge fills no
/// condition keys when it publishes: "You can't use Condition blocks in Amazon SNS topic policies for EventBridge" (EventBridge user
/// guide, "Troubleshooting"); with one, its messages are lost without a sign.
/// </summary>
internal static class TopicPolicy
{
    public static readonly TopicPublisher[] Publishers =
    [
        new("cloudwatch.amazonaws.com", ForAccount: true),
        new("events.amazonaws.com", ForAccount: false),
    ];

    public static string Text(Arn topic, AccountId account) =>
        JsonText.ToText(
            JsonText.Write(
                indented: false,
                w => Write(w, t => t.WriteStringValue(topic.ToString()), a => a.WriteStringValue(account.Value))
            )
        );

    /// <param name="topicArn">Writes the ARN, or a reference to it.</param>
    /// <param name="account">The same for the account's id.</param>
    public static void Write(Utf8JsonWriter writer, Action<Utf8JsonWriter> topicArn, Action<Utf8JsonWriter> account)
    {
        writer.WriteStartObject();
        writer.WriteString("Version", "2012-10-17");
        writer.WriteStartArray("Statement");
        foreach (var publisher in Publishers)
        {
            writer.WriteStartObject();
            writer.WriteString("Effect", "Allow");
            writer.WriteStartObject("Principal");
            writer.WriteString("Service", publisher.Service);
            writer.WriteEndObject();
            writer.WriteString("Action", "sns:Publish");
            writer.WritePropertyName("Resource");
            topicArn(writer);
            if (publisher.ForAccount)
                WriteSourceAccount(writer, account);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSourceAccount(Utf8JsonWriter writer, Action<Utf8JsonWriter> account)
    {
        writer.WriteStartObject("Condition");
        writer.WriteStartObject("StringEquals");
        writer.WritePropertyName("aws:SourceAccount");
        account(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
