using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// Spot requests. A request is fulfilled by a service-linked role: service control policies see the request only.
/// </summary>
internal sealed class SpotCalls(SandboxWorld world, Guard guard, Launches launches) : Ec2Calls(world, guard)
{
    private const string RequestKind = "spot_request";
    private const string FleetKind = "spot_fleet";
    private const int MostAtOnce = 100;

    private static readonly FilterTable<SandboxResource> Filters = new(
        _ => TagSets.None,
        new()
        {
            ["state"] = r => [r.Text("state")],
            ["spot-instance-request-id"] = r => [r.Name],
            ["create-time"] = r => [r.Text("createTime")],
            ["instance-id"] = r => [r.Text("instanceId")],
            ["launch.image-id"] = r => [(string?)r.Body["launchSpecification"]?["imageId"]],
            ["launch.instance-type"] = r => [(string?)r.Body["launchSpecification"]?["instanceType"]],
            ["product-description"] = r => [r.Text("productDescription")],
            ["status-code"] = r => [(string?)r.Body["status"]?["code"]],
            ["status-message"] = r => [(string?)r.Body["status"]?["message"]],
            ["type"] = r => [r.Text("type")],
        },
        DocumentedFilters.OfSpotRequests
    );

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["RequestSpotInstances"] = Request,
            ["DescribeSpotInstanceRequests"] = Describe,
            ["DescribeSpotFleetRequests"] = DescribeFleets,
        };

    private JsonObject Request(SandboxCall call)
    {
        var specification = call.Input.Object("LaunchSpecification");
        var image = launches.Find(call, specification.Required("ImageId"));
        launches.Authorize(call, image);
        AnswerDryRun(call);
        var type = specification.Text("InstanceType") ?? Launches.DefaultType;
        var count = call.Input.Number("InstanceCount") ?? 1;
        if (count is < 1 or > MostAtOnce)
            throw InvalidValue("The sandbox takes 1 to 100 instances at once.");
        var requests = Enumerable.Range(0, count).Select(_ => Fulfil(call, image, type)).ToList();
        return new JsonObject { ["spotInstanceRequestSet"] = Ec2Shapes.List(requests, r => r.DeepClone()) };
    }

    private JsonObject Fulfil(SandboxCall call, SandboxImage image, string type)
    {
        var id = World.NewId("sir-", 8);
        var request = new JsonObject
        {
            ["spotInstanceRequestId"] = id,
            ["createTime"] = call.Now.WireText(),
            ["state"] = "active",
            ["type"] = "one-time",
            ["productDescription"] = "Linux/UNIX",
            ["launchSpecification"] = new JsonObject { ["imageId"] = image.Id.Value, ["instanceType"] = type },
            ["status"] = new JsonObject { ["code"] = "fulfilled", ["message"] = "Your Spot request is fulfilled." },
        };
        var run = ServiceLinkedRole.Spot.Run(call, World.NewSessionKey(), image.Id, type);
        try
        {
            var started = launches.StartFor(run, () => new LaunchRequest(image, type, 1));
            request["instanceId"] = started[0].Id;
        }
        catch (SandboxException e)
        {
            request["state"] = "failed";
            request["status"] = new JsonObject { ["code"] = "bad-parameters", ["message"] = e.Message };
        }
        World.Put(new SandboxResource(RequestKind, call.Place, id, request));
        return request;
    }

    private JsonObject Describe(SandboxCall call)
    {
        Begin(call);
        var own = World.Resources.Of(RequestKind, call.Place);
        var named = Named(own, call.Input.Texts("SpotInstanceRequestId"), r => r.Name, NoRequest);
        var page = Paging.Ec2.Of(call, named.Where(Filters.Of(call.Input)));
        return Ec2Shapes.Page("spotInstanceRequestSet", page, r => r.Body.DeepClone());
    }

    private static SandboxException NoRequest(string id) =>
        new("InvalidSpotInstanceRequestID.NotFound", $"The spot instance request ID '{id}' does not exist");

    /// <summary>Those of the world: none can be requested here.</summary>
    private JsonObject DescribeFleets(SandboxCall call)
    {
        Begin(call);
        var ids = call.Input.Texts("SpotFleetRequestId");
        var own = World.Resources.Of(FleetKind, call.Place);
        var page = Paging.Ec2.Of(call, own.Where(f => ids.IsEmpty || ids.Contains(f.Name)));
        return Ec2Shapes.Page("spotFleetRequestConfigSet", page, f => f.Body.DeepClone());
    }
}
