using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>The dashboards of CloudWatch, which belong to no Region.</summary>
internal sealed class DashboardCalls(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    private const string Kind = "dashboard";

    /// <summary>CloudWatch API reference, "PutDashboard".</summary>
    private const int LongestName = 255;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["PutDashboard"] = Put,
            ["GetDashboard"] = Get,
            ["ListDashboards"] = List,
            ["DeleteDashboards"] = Delete,
        };

    public static bool IsArn(SandboxCall call, string arn) => arn.StartsWith(Arn(call, ""), StringComparison.Ordinal);

    public SandboxResource? Find(SandboxCall call, string name) => World.Resources.Find(Dashboards(call), name);

    private static ResourceList Dashboards(SandboxCall call) => new(Kind, call.Account, null);

    private static string Arn(SandboxCall call, string name) =>
        Arns.Global("cloudwatch", call.Account, $"dashboard/{name}");

    private JsonObject Put(SandboxCall call)
    {
        var (name, body) = (call.Input.Required("DashboardName"), call.Input.Required("DashboardBody"));
        Authorize(call, Arn(call, name));
        Check(name, body);
        // CloudWatch API reference, "PutDashboard": tags are taken from a call that makes one.
        if (Find(call, name) is null)
            AddTags(call, Arn(call, name), null);
        var dashboard = new JsonObject
        {
            ["DashboardName"] = name,
            ["DashboardArn"] = Arn(call, name),
            ["DashboardBody"] = body,
            ["LastModified"] = Stamp(call),
        };
        World.Put(new SandboxResource(Dashboards(call), name, dashboard));
        return new JsonObject { ["DashboardValidationMessages"] = new JsonArray() };
    }

    private static void Check(string name, string body)
    {
        if (name.Length > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
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
    }

    private static SandboxException Invalid(string message) => new("InvalidParameterInput", message);

    private JsonObject Get(SandboxCall call)
    {
        var name = call.Input.Required("DashboardName");
        Authorize(call, Arn(call, name));
        var body = (JsonObject)Existing(call, name).Body.DeepClone();
        body.Remove("LastModified");
        return body;
    }

    private SandboxResource Existing(SandboxCall call, string name) =>
        Find(call, name) ?? throw new SandboxException("ResourceNotFound", $"Dashboard {name} does not exist", 404);

    private JsonObject List(SandboxCall call)
    {
        Authorize(call);
        var found = Beginning(World.Resources.Of(Dashboards(call)), call.Input.Text("DashboardNamePrefix"));
        return new JsonObject { ["DashboardEntries"] = List(found, Entry) };
    }

    private static JsonObject Entry(SandboxResource dashboard)
    {
        var entry = WithTimes(dashboard.Body, "LastModified");
        entry["Size"] = Encoding.UTF8.GetByteCount(dashboard.Text("DashboardBody") ?? "");
        entry.Remove("DashboardBody");
        return entry;
    }

    private JsonObject Delete(SandboxCall call)
    {
        var names = call.Input.Texts("DashboardNames");
        foreach (var name in names)
        {
            Authorize(call, Arn(call, name));
            Existing(call, name);
        }
        foreach (var name in names)
        {
            World.Resources.Remove(Dashboards(call), name);
            RemoveTags(call, Arn(call, name), null);
        }
        World.Changes++;
        return [];
    }
}
