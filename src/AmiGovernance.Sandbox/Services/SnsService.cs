using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>
/// Amazon SNS: topics, subscriptions, and messages, which are kept (`GET /_sandbox/messages`) and sent to nobody.
/// </summary>
internal sealed partial class SnsService(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    public const string MessageKind = "message";

    private const string TopicKind = "topic";
    private const string PolicyKind = "topic_policy";
    private const string SubscriptionKind = "subscription";

    private static readonly string[] Protocols =
    [
        "http",
        "https",
        "email",
        "email-json",
        "sms",
        "sqs",
        "application",
        "lambda",
        "firehose",
    ];

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
        if (Find(call, TopicKind, arn) is null)
        {
            Put(call, TopicKind, arn, new JsonObject { ["TopicArn"] = arn });
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
        if (!HasStatements(value))
            throw new SandboxException("InvalidParameter", "Invalid parameter: Policy Error: null");
        Put(call, PolicyKind, PolicyKey(arn), new JsonObject { ["Policy"] = value });
    }

    private static bool HasStatements(string policy) =>
        JsonObjects.TryParse(policy)?["Statement"] is JsonArray { Count: > 0 };

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
                        ["StringEquals"] = new JsonObject { ["AWS:SourceOwner"] = call.Account.Value },
                    },
                }
            ),
        }.ToJsonString();

    private JsonObject GetAttributes(SandboxCall call)
    {
        var arn = Topic(call);
        var confirmed = Subscriptions(call, arn).Count(s => !IsMail(s.Text("Protocol") ?? ""));
        var pending = Subscriptions(call, arn).Count() - confirmed;
        (string Key, string Value)[] attributes =
        [
            ("TopicArn", arn),
            ("Owner", call.Account.Value),
            ("Policy", Policy(call, arn)),
            ("DisplayName", ""),
            ("SubscriptionsPending", pending.ToString(CultureInfo.InvariantCulture)),
            ("SubscriptionsConfirmed", confirmed.ToString(CultureInfo.InvariantCulture)),
            ("SubscriptionsDeleted", "0"),
        ];
        return new JsonObject
        {
            ["Attributes"] = List(attributes, a => new JsonObject { ["key"] = a.Key, ["value"] = a.Value }),
        };
    }

    private string Policy(SandboxCall call, string topic) =>
        Find(call, PolicyKind, PolicyKey(topic))?.Text("Policy") ?? DefaultPolicy(call, topic);

    private JsonObject? SetAttributes(SandboxCall call)
    {
        SetPolicy(call, Topic(call), call.Input.Required("AttributeName"), call.Input.Text("AttributeValue") ?? "");
        return null;
    }

    private string Tagged(SandboxCall call)
    {
        var arn = call.Input.Required("ResourceArn");
        Authorize(call, arn);
        return Find(call, TopicKind, arn) is null
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
        var page = Pages.Of(call, Own(call, TopicKind));
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
        return Find(call, TopicKind, arn) is null
            ? throw new SandboxException("NotFound", "Topic does not exist", 404)
            : arn;
    }

    private JsonObject? DeleteTopic(SandboxCall call)
    {
        var arn = call.Input.Required("TopicArn");
        Authorize(call, arn);
        foreach (var subscription in Subscriptions(call, arn).ToList())
            Remove(call, SubscriptionKind, subscription.Name);
        Remove(call, PolicyKind, PolicyKey(arn));
        RemoveTags(call, arn, call.Region);
        Remove(call, TopicKind, arn);
        return null;
    }

    private JsonObject Subscribe(SandboxCall call)
    {
        var topic = Topic(call);
        var (protocol, endpoint) = (call.Input.Required("Protocol"), call.Input.Required("Endpoint"));
        CheckEndpoint(protocol, endpoint);
        var known = Subscriptions(call, topic)
            .FirstOrDefault(s => s.Text("Protocol") == protocol && s.Text("Endpoint") == endpoint);
        var arn = known?.Name ?? $"{topic}:{World.NewId("", 32)}";
        if (known is null)
            Put(
                call,
                SubscriptionKind,
                arn,
                new JsonObject
                {
                    // Nobody reads mail here. As the SNS API reference shows it, "ListSubscriptionsByTopic".
                    ["SubscriptionArn"] = IsMail(protocol) ? "PendingConfirmation" : arn,
                    ["Owner"] = call.Account.Value,
                    ["Protocol"] = protocol,
                    ["Endpoint"] = endpoint,
                    ["TopicArn"] = topic,
                }
            );
        // SNS API reference, "Subscribe": one that somebody must confirm has no ARN yet, unless it is asked for.
        var waits = IsMail(protocol) && !call.Input.Flag("ReturnSubscriptionArn");
        return new JsonObject { ["SubscriptionArn"] = waits ? "pending confirmation" : arn };
    }

    private static bool IsMail(string protocol) => protocol.StartsWith("email", StringComparison.Ordinal);

    /// <summary>SNS API reference, "Subscribe". Only mail addresses are looked at.</summary>
    private static void CheckEndpoint(string protocol, string endpoint)
    {
        if (!Protocols.Contains(protocol))
            throw new SandboxException(
                "InvalidParameter",
                $"Invalid parameter: Amazon SNS does not support this protocol string: {protocol}"
            );
        if (IsMail(protocol) && !MailAddress().IsMatch(endpoint))
            throw new SandboxException("InvalidParameter", "Invalid parameter: Email address");
    }

    /// <summary>One `@`, and a domain with a dot behind it.</summary>
    [GeneratedRegex(@"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\z")]
    private static partial Regex MailAddress();

    private IEnumerable<SandboxResource> Subscriptions(SandboxCall call, string topic) =>
        Own(call, SubscriptionKind).Where(s => s.Text("TopicArn") == topic);

    private JsonObject ListSubscriptions(SandboxCall call)
    {
        var page = Pages.Of(call, Subscriptions(call, Topic(call)));
        return new JsonObject
        {
            ["Subscriptions"] = List(page.Items, s => s.Body.DeepClone()),
            ["NextToken"] = page.NextToken,
        };
    }

    /// <summary>SNS API reference, "Publish": less than 100 characters, without line breaks and control characters.</summary>
    private static void CheckSubject(string? subject)
    {
        if (subject is not null && (subject.Length is 0 or >= 100 || subject.Any(char.IsControl)))
            throw new SandboxException("InvalidParameter", "Invalid parameter: Subject");
    }

    private JsonObject Publish(SandboxCall call)
    {
        var topic = Topic(call, call.Input.Has("TopicArn") ? "TopicArn" : "TargetArn");
        var message = call.Input.Text("Message") is { Length: > 0 } text
            ? text
            : throw new SandboxException("InvalidParameter", "Invalid parameter: Empty message");
        CheckSubject(call.Input.Text("Subject"));
        var id = World.NewId("", 32);
        Put(
            call,
            MessageKind,
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
