using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>Amazon CloudWatch: dashboards and alarms. No metrics are counted, so an alarm never goes off.</summary>
internal sealed class CloudWatchService(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    private static readonly Paging Alarms = new(1, 100, 50) { Size = "MaxRecords" };

    /// <summary>Members that are no text; in the query protocol they come as text.</summary>
    private static readonly string[] Numbers = ["Period", "EvaluationPeriods", "DatapointsToAlarm", "Threshold"];
    private static readonly string[] Flags = ["ActionsEnabled", "ReturnData"];

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["PutDashboard"] = PutDashboard,
            ["GetDashboard"] = GetDashboard,
            ["ListDashboards"] = ListDashboards,
            ["DeleteDashboards"] = DeleteDashboards,
            ["PutMetricAlarm"] = PutAlarm,
            ["DescribeAlarms"] = DescribeAlarms,
            ["DeleteAlarms"] = DeleteAlarms,
            ["ListTagsForResource"] = call => new JsonObject
            {
                ["Tags"] = TagList(call, Tagged(call, out var region), region),
            },
            ["TagResource"] = TagResource,
        };

    private static string DashboardArn(SandboxCall call, string name) =>
        $"arn:aws:cloudwatch::{call.Account}:dashboard/{name}";

    /// <summary>The ARN that a call about tags names; of a dashboard it has no Region.</summary>
    private string Tagged(SandboxCall call, out string region)
    {
        var arn = call.Input.Required("ResourceARN");
        Authorize(call, arn);
        region = arn.StartsWith(DashboardArn(call, ""), StringComparison.Ordinal) ? "" : call.Region;
        var name = arn[(arn.LastIndexOfAny([':', '/']) + 1)..];
        if ((region.Length == 0 ? Dashboard(call, name) : Find(call, "alarm", name)) is null)
            throw new SandboxException("ResourceNotFoundException", $"{arn} does not exist", 404);
        return arn;
    }

    private JsonObject TagResource(SandboxCall call)
    {
        AddTags(call, Tagged(call, out var region), region);
        return [];
    }

    private JsonObject PutDashboard(SandboxCall call)
    {
        var (name, body) = (call.Input.Required("DashboardName"), call.Input.Required("DashboardBody"));
        Authorize(call, DashboardArn(call, name));
        if (name.Length > 255 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw Invalid("Dashboard names may have letters, numbers, dashes and underscores.");
        try
        {
            if (JsonNode.Parse(body) is not JsonObject dashboard || dashboard["widgets"] is not JsonArray)
                throw Invalid("The field widgets is missing.");
        }
        catch (JsonException)
        {
            throw Invalid("The dashboard body is not valid JSON.");
        }
        // CloudWatch API reference, "PutDashboard": tags are taken from a call that makes one; so for alarms.
        if (Dashboard(call, name) is null)
            AddTags(call, DashboardArn(call, name), "");
        World.Resources.Put(
            new SandboxResource(
                "dashboard",
                call.Account,
                "",
                name,
                new JsonObject
                {
                    ["DashboardName"] = name,
                    ["DashboardArn"] = DashboardArn(call, name),
                    ["DashboardBody"] = body,
                    ["LastModified"] = Stamp(call),
                }
            )
        );
        World.Changes++;
        return new JsonObject { ["DashboardValidationMessages"] = new JsonArray() };
    }

    private static SandboxException Invalid(string message) => new("InvalidParameterInput", message);

    private SandboxResource? Dashboard(SandboxCall call, string name) =>
        World.Resources.Find("dashboard", call.Account, "", name);

    private JsonObject GetDashboard(SandboxCall call)
    {
        var name = call.Input.Required("DashboardName");
        Authorize(call, DashboardArn(call, name));
        var body = (JsonObject)(Dashboard(call, name) ?? throw NoDashboard(name)).Body.DeepClone();
        body.Remove("LastModified");
        return body;
    }

    private static SandboxException NoDashboard(string name) =>
        new("ResourceNotFound", $"Dashboard {name} does not exist", 404);

    private JsonObject ListDashboards(SandboxCall call)
    {
        Authorize(call);
        var found = World
            .Resources.Of("dashboard", call.Account, "")
            .Where(d => d.Name.StartsWith(call.Input.Text("DashboardNamePrefix") ?? "", StringComparison.Ordinal));
        return new JsonObject
        {
            ["DashboardEntries"] = List(
                found,
                d =>
                {
                    var entry = WithTimes(d.Body, "LastModified");
                    entry["Size"] = Encoding.UTF8.GetByteCount((string?)entry["DashboardBody"] ?? "");
                    entry.Remove("DashboardBody");
                    return entry;
                }
            ),
        };
    }

    private JsonObject DeleteDashboards(SandboxCall call)
    {
        var names = call.Input.Texts("DashboardNames");
        foreach (var name in names)
        {
            Authorize(call, DashboardArn(call, name));
            if (Dashboard(call, name) is null)
                throw NoDashboard(name);
        }
        foreach (var name in names)
        {
            World.Resources.Remove("dashboard", call.Account, "", name);
            RemoveTags(call, DashboardArn(call, name), "");
        }
        World.Changes++;
        return [];
    }

    private static string AlarmArn(SandboxCall call, string name) => Arn(call, "cloudwatch", $"alarm:{name}");

    private JsonObject? PutAlarm(SandboxCall call)
    {
        var name = call.Input.Required("AlarmName");
        Authorize(call, AlarmArn(call, name));
        call.Input.Required("ComparisonOperator");
        call.Input.Required("EvaluationPeriods");
        var body = Typed(call.Input.Copy());
        foreach (var other in new[] { "Action", "Version", "Tags" })
            body.Remove(other);
        body["AlarmArn"] = AlarmArn(call, name);
        body["ActionsEnabled"] ??= true;
        body["AlarmConfigurationUpdatedTimestamp"] = Stamp(call);
        body["StateUpdatedTimestamp"] = Stamp(call);
        body["StateValue"] = "INSUFFICIENT_DATA";
        body["StateReason"] = "Unchecked: Initial alarm creation";
        foreach (var list in new[] { "AlarmActions", "OKActions", "InsufficientDataActions", "Dimensions" })
            body[list] ??= new JsonArray();
        if (Find(call, "alarm", name) is null)
            AddTags(call, AlarmArn(call, name), call.Region);
        Put(call, "alarm", name, body);
        return null;
    }

    private static JsonObject Typed(JsonObject members)
    {
        foreach (var (name, value) in members.ToList())
        {
            if (value is JsonObject inner)
                Typed(inner);
            else if (value is JsonArray list)
                foreach (var element in list.OfType<JsonObject>())
                    Typed(element);
            else if (value is JsonValue && Flags.Contains(name))
                members[name] = value.ToString() == "true";
            else if (
                value is JsonValue
                && Numbers.Contains(name)
                && double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            )
                members[name] = name == "Threshold" ? JsonValue.Create(number) : JsonValue.Create((int)number);
        }
        return members;
    }

    private JsonObject DescribeAlarms(SandboxCall call)
    {
        Authorize(call);
        var names = call.Input.Texts("AlarmNames");
        var page = Alarms.Of(
            call,
            Own(call, "alarm")
                .Where(a =>
                    (names.IsEmpty || names.Contains(a.Name))
                    && a.Name.StartsWith(call.Input.Text("AlarmNamePrefix") ?? "", StringComparison.Ordinal)
                    && (call.Input.Text("StateValue") is not { } state || (string?)a.Body["StateValue"] == state)
                )
        );
        return new JsonObject
        {
            ["CompositeAlarms"] = new JsonArray(),
            ["MetricAlarms"] = List(
                page.Items,
                a => WithTimes(a.Body, "AlarmConfigurationUpdatedTimestamp", "StateUpdatedTimestamp")
            ),
            ["NextToken"] = page.NextToken,
        };
    }

    private JsonObject? DeleteAlarms(SandboxCall call)
    {
        var names = call.Input.Texts("AlarmNames");
        foreach (var name in names)
            Authorize(call, AlarmArn(call, name));
        if (names.FirstOrDefault(n => Find(call, "alarm", n) is null) is { } missing)
            throw new SandboxException("ResourceNotFound", $"Alarm {missing} does not exist", 404);
        foreach (var name in names)
        {
            Remove(call, "alarm", name);
            RemoveTags(call, AlarmArn(call, name), call.Region);
        }
        return null;
    }
}
