using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>Amazon SNS: topics, subscriptions, and messages, which are kept (`GET /_sandbox/messages`) and sent to nobody.</summary>
internal sealed class SnsService(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    private static readonly Paging Pages = new(1, 100, 100);

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["CreateTopic"] = CreateTopic,
            ["ListTopics"] = ListTopics,
            ["DeleteTopic"] = DeleteTopic,
            ["GetTopicAttributes"] = GetAttributes,
            ["SetTopicAttributes"] = SetAttributes,
            ["ListTagsForResource"] = call => new JsonObject { ["Tags"] = TagList(call, Tagged(call), call.Region) },
            ["TagResource"] = TagResource,
            ["Subscribe"] = Subscribe,
            ["ListSubscriptionsByTopic"] = ListSubscriptions,
            ["Publish"] = Publish,
        };

    /// <summary>A topic that exists already is given back.</summary>
    private JsonObject CreateTopic(SandboxCall call)
    {
        var name = call.Input.Required("Name");
        if (name.Length > 256 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new SandboxException("InvalidParameter", "Invalid parameter: Topic Name");
        var arn = Arn(call, "sns", name);
        Authorize(call, arn);
        if (Find(call, "topic", arn) is null)
        {
            Put(call, "topic", arn, new JsonObject { ["TopicArn"] = arn });
            foreach (var attribute in call.Input.Objects("Attributes"))
                SetPolicy(call, arn, attribute.Required("key"), attribute.Text("value") ?? "");
            AddTags(call, arn, call.Region);
        }
        return new JsonObject { ["TopicArn"] = arn };
    }

    private static string PolicyKey(string arn) => $"{arn} policy";

    /// <summary>Of the attributes only the policy is kept.</summary>
    private void SetPolicy(SandboxCall call, string arn, string name, string value)
    {
        if (name != "Policy")
            throw new SandboxException(
                "InvalidParameter",
                $"Invalid parameter: AttributeName: the sandbox does not know {name}"
            );
        try
        {
            if (JsonNode.Parse(value)?["Statement"] is not JsonArray { Count: > 0 })
                throw new SandboxException("InvalidParameter", "Invalid parameter: Policy Error: null");
        }
        catch (System.Text.Json.JsonException)
        {
            throw new SandboxException("InvalidParameter", "Invalid parameter: Policy Error: null");
        }
        Put(call, "topic_policy", PolicyKey(arn), new JsonObject { ["Policy"] = value });
    }

    /// <summary>Who owns the topic may do all with it (SNS developer guide, "Default topic access policy").</summary>
    private static string DefaultPolicy(SandboxCall call, string arn) =>
        new JsonObject
        {
            ["Version"] = "2008-10-17",
            ["Id"] = "__default_policy_ID",
            ["Statement"] = new JsonArray(
                new JsonObject
                {
                    ["Sid"] = "__default_statement_ID",
                    ["Effect"] = "Allow",
                    ["Principal"] = new JsonObject { ["AWS"] = "*" },
                    ["Action"] = new JsonArray(
                        "SNS:GetTopicAttributes",
                        "SNS:SetTopicAttributes",
                        "SNS:AddPermission",
                        "SNS:RemovePermission",
                        "SNS:DeleteTopic",
                        "SNS:Subscribe",
                        "SNS:ListSubscriptionsByTopic",
                        "SNS:Publish"
                    ),
                    ["Resource"] = arn,
                    ["Condition"] = new JsonObject
                    {
                        ["StringEquals"] = new JsonObject { ["AWS:SourceOwner"] = call.Account },
                    },
                }
            ),
        }.ToJsonString();

    private JsonObject GetAttributes(SandboxCall call)
    {
        var arn = Topic(call);
        (string Key, string Value)[] attributes =
        [
            ("TopicArn", arn),
            ("Owner", call.Account),
            ("Policy", (string?)Find(call, "topic_policy", PolicyKey(arn))?.Body["Policy"] ?? DefaultPolicy(call, arn)),
            ("DisplayName", ""),
            ("SubscriptionsPending", "0"),
            (
                "SubscriptionsConfirmed",
                Subscriptions(call, arn).Count().ToString(System.Globalization.CultureInfo.InvariantCulture)
            ),
            ("SubscriptionsDeleted", "0"),
        ];
        return new JsonObject
        {
            ["Attributes"] = List(attributes, a => new JsonObject { ["key"] = a.Key, ["value"] = a.Value }),
        };
    }

    private JsonObject? SetAttributes(SandboxCall call)
    {
        SetPolicy(call, Topic(call), call.Input.Required("AttributeName"), call.Input.Text("AttributeValue") ?? "");
        return null;
    }

    private string Tagged(SandboxCall call)
    {
        var arn = call.Input.Required("ResourceArn");
        Authorize(call, arn);
        return Find(call, "topic", arn) is null
            ? throw new SandboxException("ResourceNotFound", "Resource does not exist", 404)
            : arn;
    }

    private JsonObject TagResource(SandboxCall call)
    {
        AddTags(call, Tagged(call), call.Region);
        return [];
    }

    private JsonObject ListTopics(SandboxCall call)
    {
        Authorize(call);
        var page = Pages.Of(call, Own(call, "topic"));
        return new JsonObject
        {
            ["Topics"] = List(page.Items, t => t.Body.DeepClone()),
            ["NextToken"] = page.NextToken,
        };
    }

    private string Topic(SandboxCall call, string member = "TopicArn")
    {
        var arn = call.Input.Required(member);
        Authorize(call, arn);
        return Find(call, "topic", arn) is null
            ? throw new SandboxException("NotFound", "Topic does not exist", 404)
            : arn;
    }

    private JsonObject? DeleteTopic(SandboxCall call)
    {
        var arn = call.Input.Required("TopicArn");
        Authorize(call, arn);
        foreach (var subscription in Subscriptions(call, arn).ToList())
            Remove(call, "subscription", subscription.Name);
        Remove(call, "topic_policy", PolicyKey(arn));
        RemoveTags(call, arn, call.Region);
        Remove(call, "topic", arn);
        return null;
    }

    private JsonObject Subscribe(SandboxCall call)
    {
        var topic = Topic(call);
        var (protocol, endpoint) = (call.Input.Required("Protocol"), call.Input.Required("Endpoint"));
        var known = Subscriptions(call, topic)
            .FirstOrDefault(s => (string?)s.Body["Protocol"] == protocol && (string?)s.Body["Endpoint"] == endpoint);
        var arn = known?.Name ?? $"{topic}:{World.NewId("", 32)}";
        if (known is null)
            Put(
                call,
                "subscription",
                arn,
                new JsonObject
                {
                    ["SubscriptionArn"] = arn,
                    ["Owner"] = call.Account,
                    ["Protocol"] = protocol,
                    ["Endpoint"] = endpoint,
                    ["TopicArn"] = topic,
                }
            );
        // SNS API reference: a subscription that somebody must confirm has no ARN yet, unless it is asked for.
        return new JsonObject
        {
            ["SubscriptionArn"] =
                protocol.StartsWith("email", StringComparison.Ordinal) && !call.Input.Flag("ReturnSubscriptionArn")
                    ? "pending confirmation"
                    : arn,
        };
    }

    private IEnumerable<SandboxResource> Subscriptions(SandboxCall call, string topic) =>
        Own(call, "subscription").Where(s => (string?)s.Body["TopicArn"] == topic);

    private JsonObject ListSubscriptions(SandboxCall call)
    {
        var page = Pages.Of(call, Subscriptions(call, Topic(call)));
        return new JsonObject
        {
            ["Subscriptions"] = List(page.Items, s => s.Body.DeepClone()),
            ["NextToken"] = page.NextToken,
        };
    }

    private JsonObject Publish(SandboxCall call)
    {
        var topic = Topic(call, call.Input.Has("TopicArn") ? "TopicArn" : "TargetArn");
        var message = call.Input.Required("Message");
        var id = World.NewId("", 32);
        Put(
            call,
            "message",
            id,
            new JsonObject
            {
                ["TopicArn"] = topic,
                ["Subject"] = call.Input.Text("Subject"),
                ["Message"] = message,
                ["Timestamp"] = Stamp(call),
            }
        );
        return new JsonObject { ["MessageId"] = id };
    }
}
