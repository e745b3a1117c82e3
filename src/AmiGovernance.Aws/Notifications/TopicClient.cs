using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Aws.Notifications;

/// <summary>Amazon SNS (SNS API reference, "Publish"). Needs `sns:Publish` on the topic.</summary>
/// <param name="open">A client of a Region; a topic is reached in its own.</param>
internal sealed class TopicClient(Func<string, QueryServiceClient> open) : ITopic
{
    public async Task Publish(string topicArn, string subject, string message, CancellationToken cancel)
    {
        using var sns = open(
            topicArn.Split(':') is [_, _, _, { Length: > 0 } region, ..]
                ? region
                : throw new ArgumentException("not the ARN of a topic", nameof(topicArn))
        );
        KeyValuePair<string, string>[] parameters =
        [
            KeyValuePair.Create("TopicArn", topicArn),
            KeyValuePair.Create("Subject", subject),
            KeyValuePair.Create("Message", message),
        ];
        await AwsCalls.Run("sns:Publish", () => sns.Call("Publish", parameters, cancel), cancel);
    }
}
