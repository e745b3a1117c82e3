using AmiGovernance.Aws.Protocol;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>The topic of alarms and who is subscribed (SNS API reference, 2010-03-31).</summary>
internal sealed class TopicResources(QueryCalls sns) : IMonitoringService
{
    private const string Pending = "PendingConfirmation";

    public async Task<IEnumerable<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel)
    {
        if (await sns.CallOrNull("NotFound", "GetTopicAttributes", ForTopic(place), cancel) is not { } found)
            return [];

        var policy = found
            .Members("Attributes")
            .Where(e => e.Text("key") == "Policy")
            .Select(e => FixedJson.Of(e.Text("value")))
            .FirstOrDefault("");
        var topic = new MonitoringResource(MonitoringKind.Topic, MonitoringSet.Topic)
        {
            Properties = MonitoringProperty.Set((MonitoringProperty.Policy, policy)),
            Tags = await sns.ReadTags(place.TopicArn, cancel),
        };
        return [topic, .. await ReadSubscriptions(place, cancel)];
    }

    /// <summary>An unconfirmed subscription counts, as long as SNS keeps it: another would only send another mail.</summary>
    private async Task<IEnumerable<MonitoringResource>> ReadSubscriptions(
        MonitoringPlace place,
        CancellationToken cancel
    )
    {
        var found = new Dictionary<string, bool>(StringComparer.Ordinal);
        var token = "";
        do
        {
            var parameters = ForTopic(place);
            parameters.Add("NextToken", token);
            var page = await sns.Call("ListSubscriptionsByTopic", parameters, cancel);
            var subscriptions = page.Members("Subscriptions");
            foreach (var subscription in subscriptions)
                found[$"{subscription.Text("Protocol")}:{subscription.Text("Endpoint")}"] =
                    subscription.Text("SubscriptionArn") == Pending;
            token = page.Text("NextToken");
        } while (token.Length > 0);
        return found.Select(f => new MonitoringResource(MonitoringKind.Subscription, f.Key) { IsPending = f.Value });
    }

    public Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel) =>
        step.Resource.Kind == MonitoringKind.Subscription
            ? Subscribe(step.Resource.Name, place, cancel)
            : ApplyTopic(step, place, cancel);

    private async Task Subscribe(string name, MonitoringPlace place, CancellationToken cancel)
    {
        var parts = name.Split(':', 2);
        var parameters = ForTopic(place);
        parameters.Add("Protocol", parts[0]);
        parameters.Add("Endpoint", parts[1]);
        await sns.Call("Subscribe", parameters, cancel);
    }

    private async Task ApplyTopic(MonitoringStep step, MonitoringPlace place, CancellationToken cancel)
    {
        if (step.After is not { } after)
        {
            await sns.Call("DeleteTopic", ForTopic(place), cancel);
            return;
        }
        if (step.Before is null)
        {
            await Create(after, cancel);
            return;
        }
        if (step.WritesProperties)
            await SetPolicy(after, place, cancel);
        await sns.AddTags(place.TopicArn, step.NewTags, cancel);
    }

    private async Task Create(MonitoringResource topic, CancellationToken cancel)
    {
        var policy = KeyValuePair.Create("Policy", topic.Property(MonitoringProperty.Policy));
        var parameters = new QueryParameters { { "Name", MonitoringSet.Topic } };
        parameters.AddPairs("Attributes", [policy], "key", "value", "entry");
        parameters.AddPairs("Tags", topic.Tags);
        await sns.Call("CreateTopic", parameters, cancel);
    }

    private async Task SetPolicy(MonitoringResource topic, MonitoringPlace place, CancellationToken cancel)
    {
        var parameters = ForTopic(place);
        parameters.Add("AttributeName", "Policy");
        parameters.Add("AttributeValue", topic.Property(MonitoringProperty.Policy));
        await sns.Call("SetTopicAttributes", parameters, cancel);
    }

    private static QueryParameters ForTopic(MonitoringPlace place) =>
        new() { { "TopicArn", place.TopicArn.ToString() } };
}
