using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Aws.Notifications;

/// <summary>Amazon SNS (SNS API reference, "Publish"). Needs `sns:Publish` on the topic.</summary>
/// <param name="open">A client of a Region; a topic is reached in its own.</param>
internal sealed class TopicClient(Func<string, QueryServiceClient> open) : ITopic
{
    public async Task Publish(Arn topic, string subject, string message, CancellationToken cancel)
    {
        using var sns = open(topic.Region);
        KeyValuePair<string, string>[] parameters =
        [
            KeyValuePair.Create("TopicArn", topic.ToString()),
            KeyValuePair.Create("Subject", subject),
            KeyValuePair.Create("Message", message),
        ];
        await AwsCalls.Run(
            "sns:Publish",
            CallPlace.Of(null, topic.Region),
            () => sns.Call("Publish", parameters, cancel),
            cancel
        );
    }
}
