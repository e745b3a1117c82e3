using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>EC2 Fleet. A fleet of type `instant` launches with the permissions of the caller.</summary>
internal sealed class FleetCalls(SandboxWorld world, Guard guard, Launches launches) : Ec2Calls(world, guard)
{
    private const string Kind = "fleet";
    private const int MostAtOnce = 100;

    private static readonly FilterTable<SandboxResource> Filters = new(
        _ => TagSets.None,
        new()
        {
            ["fleet-state"] = f => [f.Text("fleetState")],
            ["type"] = f => [f.Text("type")],
            ["activity-status"] = f => [f.Text("activityStatus")],
        },
        DocumentedFilters.OfFleets
    );

    private sealed record FleetPool(
        LaunchTemplate Template,
        JsonObject Specification,
        SandboxImage Image,
        string InstanceType
    );

    /// <summary>What became of a fleet's launches.</summary>
    private sealed record FleetResult(JsonArray Instances, JsonArray Errors)
    {
        public static FleetResult Nothing => new([], []);

        public string ActivityStatus => Errors.Count > 0 ? "error" : "fulfilled";
    }

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["CreateFleet"] = Create,
            ["DescribeFleets"] = Describe,
        };

    private JsonObject Create(SandboxCall call)
    {
        var configurations = call.Input.Objects("LaunchTemplateConfigs").ToList();
        if (configurations.Count == 0)
            throw call.Input.Missing("LaunchTemplateConfigs");
        var count = Count(call);
        var type = call.Input.Text("Type") ?? "maintain";
        var pools = configurations.Select(c => Pool(call, c)).ToList();
        foreach (var pool in pools)
            launches.Authorize(call, pool.Image, pool.Template);
        AnswerDryRun(call);

        var fleet = World.NewId("fleet-", 32);
        var result = type == "instant" ? Launch(call, pools[0], count, fleet) : FleetResult.Nothing;
        var body = new JsonObject
        {
            ["fleetId"] = fleet,
            ["fleetState"] = "active",
            ["activityStatus"] = result.ActivityStatus,
            ["createTime"] = call.Now.WireText(),
            ["type"] = type,
            ["launchTemplateConfigs"] = Ec2Shapes.List(pools, Configuration),
            ["targetCapacitySpecification"] = new JsonObject { ["totalTargetCapacity"] = count },
        };
        World.Put(new SandboxResource(Kind, call.Place, fleet, body));
        return new JsonObject
        {
            ["fleetId"] = fleet,
            ["errorSet"] = result.Errors,
            ["fleetInstanceSet"] = result.Instances,
        };
    }

    private static int Count(SandboxCall call)
    {
        var count =
            call.Input.Object("TargetCapacitySpecification").Number("TotalTargetCapacity")
            ?? throw call.Input.Missing("TargetCapacitySpecification.TotalTargetCapacity");
        if (count is < 1 or > MostAtOnce)
            throw new SandboxException("InvalidTargetCapacity", "The sandbox launches 1 to 100 instances at once.");
        return count;
    }

    private FleetPool Pool(SandboxCall call, CallInput configuration)
    {
        var (template, version) = launches.Version(call, configuration.Object("LaunchTemplateSpecification"));
        var overrides = configuration.Objects("Overrides").FirstOrDefault();
        var imageId = overrides?.Text("ImageId") ?? version.ImageId ?? throw call.Input.Missing("ImageId");
        var type = overrides?.Text("InstanceType") ?? version.InstanceType ?? Launches.DefaultType;
        var specification = new JsonObject { ["launchTemplateId"] = template.Id, ["version"] = version.NumberText };
        return new FleetPool(template, specification, launches.Find(call, imageId), type);
    }

    private static JsonObject Configuration(FleetPool pool) =>
        new() { ["launchTemplateSpecification"] = pool.Specification.DeepClone() };

    /// <summary>A RunInstances with the caller's permissions; its denial is an error inside the answer.</summary>
    private FleetResult Launch(SandboxCall call, FleetPool pool, int count, string fleet)
    {
        var recorded = RecordedLaunch.Of(imageId: null, pool.InstanceType, count, count);
        recorded["launchTemplate"] = pool.Specification.DeepClone();
        var run = call with
        {
            Operation = "RunInstances",
            InvokedBy = "ec2fleet.amazonaws.com",
            RecordedRequest = recorded,
        };
        var tags = ImmutableDictionary<string, string>.Empty.Add("aws:ec2:fleet-id", fleet);
        var request = new LaunchRequest(pool.Image, pool.InstanceType, count)
        {
            MoreTags = tags,
            Template = pool.Template,
        };
        try
        {
            return Launched(pool, launches.StartFor(run, () => request));
        }
        catch (SandboxException e)
        {
            return Refused(pool, e);
        }
    }

    private static FleetResult Launched(FleetPool pool, IReadOnlyList<SandboxInstance> started)
    {
        var launched = Used(pool);
        launched["instanceIds"] = Ec2Shapes.Texts(started.Select(i => i.Id));
        launched["instanceType"] = pool.InstanceType;
        return new FleetResult(new JsonArray(launched), []);
    }

    private static FleetResult Refused(FleetPool pool, SandboxException error)
    {
        var refused = Used(pool);
        refused["errorCode"] = error.Code;
        refused["errorMessage"] = error.Message;
        return new FleetResult([], new JsonArray(refused));
    }

    private static JsonObject Used(FleetPool pool)
    {
        var used = Configuration(pool);
        used["overrides"] = new JsonObject { ["instanceType"] = pool.InstanceType };
        return new JsonObject { ["launchTemplateAndOverrides"] = used, ["lifecycle"] = "on-demand" };
    }

    private JsonObject Describe(SandboxCall call)
    {
        Begin(call);
        var own = World.Resources.Of(Kind, call.Place);
        var named = Named(own, call.Input.Texts("FleetId"), f => f.Name, NoFleet);
        var page = Paging.Ec2.Of(call, named.Where(Filters.Of(call.Input)));
        return Ec2Shapes.Page("fleetSet", page, f => f.Body.DeepClone());
    }

    private static SandboxException NoFleet(string id) =>
        new("InvalidFleetId.NotFound", $"The fleet ID '{id}' does not exist.");
}
