using System.Xml.Linq;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Aws.Monitoring;

/// <summary>The topic of alarms and who is subscribed (SNS API reference, 2010-03-31).</summary>
internal sealed class TopicResources(QueryServiceClient sns) : IMonitoringService
{
    private const string TaggedArn = "ResourceArn";

    public async Task<IEnumerable<MonitoringResource>> Read(MonitoringPlace place, CancellationToken cancel)
    {
        if (
            await MonitoringClient.Find(
                "NotFound",
                () => Call("GetTopicAttributes", new QueryParameters { { "TopicArn", place.TopicArn } }, cancel)
            )
            is not { } found
        )
            return [];
        var policy =
            found
                .Members("Attributes")
                .Where(e => e.Text("key") == "Policy")
                .Select(e => e.Text("value"))
                .FirstOrDefault()
            ?? "";
        var all = new List<MonitoringResource>
        {
            new(MonitoringKind.Topic, MonitoringSet.Topic)
            {
                Properties = WantedMonitoring.Properties((MonitoringProperty.Policy, FixedJson.Of(policy))),
                Tags = await QueryTags.Read((o, p) => Call(o, p, cancel), TaggedArn, place.TopicArn),
            },
        };
        var token = "";
        do
        {
            var page = await Call(
                "ListSubscriptionsByTopic",
                new QueryParameters { { "TopicArn", place.TopicArn }, { "NextToken", token } },
                cancel
            );
            // An unconfirmed subscription counts, as long as SNS keeps it: another would only send another mail.
            all.AddRange(
                page.Members("Subscriptions")
                    .Select(s => new MonitoringResource(
                        MonitoringKind.Subscription,
                        $"{s.Text("Protocol")}:{s.Text("Endpoint")}"
                    ))
            );
            token = page.Text("NextToken");
        } while (token.Length > 0);
        return all.DistinctBy(r => (r.Kind, r.Name));
    }

    public async Task Apply(MonitoringStep step, MonitoringPlace place, CancellationToken cancel)
    {
        if (step.Resource.Kind == MonitoringKind.Subscription)
        {
            if (step.After?.Name.Split(':', 2) is [var protocol, var endpoint])
                await Call(
                    "Subscribe",
                    new QueryParameters
                    {
                        { "TopicArn", place.TopicArn },
                        { "Protocol", protocol },
                        { "Endpoint", endpoint },
                    },
                    cancel
                );
            return;
        }
        if (step.After is not { } after)
        {
            await Call("DeleteTopic", new QueryParameters { { "TopicArn", place.TopicArn } }, cancel);
            return;
        }
        var policy = after.Properties[MonitoringProperty.Policy];
        if (step.Before is null)
        {
            var parameters = new QueryParameters { { "Name", MonitoringSet.Topic } };
            parameters.AddPairs("Attributes", [KeyValuePair.Create("Policy", policy)], "key", "value", "entry");
            parameters.AddPairs("Tags", after.Tags);
            await Call("CreateTopic", parameters, cancel);
            return;
        }
        if (step.WritesProperties)
            await Call(
                "SetTopicAttributes",
                new QueryParameters
                {
                    { "TopicArn", place.TopicArn },
                    { "AttributeName", "Policy" },
                    { "AttributeValue", policy },
                },
                cancel
            );
        await QueryTags.Add((o, p) => Call(o, p, cancel), TaggedArn, place.TopicArn, step.NewTags);
    }

    private Task<XElement> Call(string operation, QueryParameters parameters, CancellationToken cancel) =>
        AwsCalls.Run($"sns:{operation}", () => sns.Call(operation, parameters, cancel), cancel);
}
