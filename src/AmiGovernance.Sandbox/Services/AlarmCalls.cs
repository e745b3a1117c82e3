using System.Globalization;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>The alarms of CloudWatch.</summary>
internal sealed class AlarmCalls(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    private const string Kind = "alarm";

    private const int Minute = 60;
    private const int Hour = 3_600;
    private const int Day = 86_400;
    private const int Week = 604_800;

    private static readonly Paging Pages = new(1, 100, 50) { Size = "MaxRecords" };

    /// <summary>Members that are no text; in the query protocol they come as text.</summary>
    private static readonly string[] Wholes = ["Period", "EvaluationPeriods", "DatapointsToAlarm"];
    private static readonly string[] Flags = ["ActionsEnabled", "ReturnData"];
    private const string Threshold = "Threshold";

    private static readonly string[] NotOfTheAlarm = ["Action", "Version", "Tags"];
    private static readonly string[] Lists = ["AlarmActions", "OKActions", "InsufficientDataActions", "Dimensions"];

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["PutMetricAlarm"] = Put,
            ["DescribeAlarms"] = Describe,
            ["DeleteAlarms"] = Delete,
        };

    public SandboxResource? Find(SandboxCall call, string name) => Find(call, Kind, name);

    private static string Arn(SandboxCall call, string name) => Arn(call, "cloudwatch", $"alarm:{name}");

    private JsonObject? Put(SandboxCall call)
    {
        var name = call.Input.Required("AlarmName");
        Authorize(call, Arn(call, name));
        call.Input.Required("ComparisonOperator");
        call.Input.Required("EvaluationPeriods");
        CheckPeriods(call.Input);
        // CloudWatch API reference, "PutMetricAlarm": tags are taken from a call that makes one.
        if (Find(call, name) is null)
            AddTags(call, Arn(call, name), call.Region);
        Put(call, Kind, name, Alarm(call, name));
        return null;
    }

    /// <summary>CloudWatch API reference, "PutMetricAlarm": Period, EvaluationPeriods and DatapointsToAlarm.</summary>
    private static void CheckPeriods(CallInput input)
    {
        var periods = input.Number("EvaluationPeriods") ?? 0;
        if (periods < 1)
            throw Invalid($"Value '{input.Text("EvaluationPeriods")}' at 'evaluationPeriods' must be at least 1.");
        if (input.Number("DatapointsToAlarm") > periods)
            throw Invalid("DatapointsToAlarm must be less than or equal to EvaluationPeriods");
        if (!input.Has("Period"))
            return;
        var period = input.Number("Period") ?? 0;
        if (period is not (10 or 20 or 30) && (period < Minute || period % Minute != 0))
            throw Invalid("Period must be 10, 20, 30 or a multiple of 60");
        if (period < Hour && (long)period * periods > Day)
            throw Invalid(
                "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)."
            );
        if ((long)period * periods > Week)
            throw Invalid(
                "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800)."
            );
    }

    private static SandboxException Invalid(string message) => new("ValidationError", message);

    private static JsonObject Alarm(SandboxCall call, string name)
    {
        var alarm = call.Input.Copy();
        GiveTypes(alarm);
        foreach (var other in NotOfTheAlarm)
            alarm.Remove(other);
        alarm["AlarmArn"] = Arn(call, name);
        alarm["ActionsEnabled"] ??= true;
        alarm["AlarmConfigurationUpdatedTimestamp"] = Stamp(call);
        alarm["StateUpdatedTimestamp"] = Stamp(call);
        alarm["StateValue"] = "INSUFFICIENT_DATA";
        alarm["StateReason"] = "Unchecked: Initial alarm creation";
        foreach (var list in Lists)
            alarm[list] ??= new JsonArray();
        return alarm;
    }

    /// <summary>At any depth.</summary>
    private static void GiveTypes(JsonNode? node)
    {
        if (node is JsonArray elements)
            foreach (var element in elements)
                GiveTypes(element);
        if (node is not JsonObject members)
            return;
        foreach (var (name, member) in members.ToList())
        {
            GiveTypes(member);
            if (member is JsonValue value && Typed(name, value.ToString()) is { } typed)
                members[name] = typed;
        }
    }

    /// <summary>Null for a member that is as it came.</summary>
    private static JsonValue? Typed(string name, string text)
    {
        if (Flags.Contains(name))
            return JsonValue.Create(text == "true");
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (isNumber && name == Threshold)
            return JsonValue.Create(number);
        return isNumber && Wholes.Contains(name) ? JsonValue.Create((int)number) : null;
    }

    private JsonObject Describe(SandboxCall call)
    {
        Authorize(call);
        call.Refuse("ActionPrefix", "ChildrenOfAlarmName", "ParentsOfAlarmName");
        var state = call.Input.Text("StateValue");
        var named = Named(Own(call, Kind), call.Input.Texts("AlarmNames"));
        var found = Beginning(named, call.Input.Text("AlarmNamePrefix"))
            .Where(a => state is null || a.Text("StateValue") == state);
        var page = Pages.Of(call, found);
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

    private JsonObject? Delete(SandboxCall call)
    {
        var names = call.Input.Texts("AlarmNames");
        foreach (var name in names)
            Authorize(call, Arn(call, name));
        if (names.FirstOrDefault(n => Find(call, n) is null) is { } missing)
            throw new SandboxException("ResourceNotFound", $"Alarm {missing} does not exist", 404);
        foreach (var name in names)
        {
            Remove(call, Kind, name);
            RemoveTags(call, Arn(call, name), call.Region);
        }
        return null;
    }
}
