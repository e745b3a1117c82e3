using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.CloudTrail;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// Launching through EC2 Fleet and Spot requests. A fleet of type `instant` launches with the permissions of the caller, a
/// Spot request is fulfilled by a service-linked role: service control policies see its first call only.
/// </summary>
internal sealed class FleetCalls(SandboxWorld world, Guard guard, Launches launches, TrailRecorder recorder)
    : Ec2Calls(world, guard)
{
    private const string SpotRole = "AWSServiceRoleForEC2Spot";

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["CreateFleet"] = CreateFleet,
            ["DescribeFleets"] = DescribeFleets,
            ["DescribeSpotFleetRequests"] = DescribeSpotFleets,
            ["RequestSpotInstances"] = RequestSpot,
            ["DescribeSpotInstanceRequests"] = DescribeSpot,
        };

    private JsonObject CreateFleet(SandboxCall call)
    {
        var configurations = call.Input.Objects("LaunchTemplateConfigs").ToList();
        if (configurations.Count == 0)
            throw call.Input.Missing("LaunchTemplateConfigs");
        var count =
            call.Input.Object("TargetCapacitySpecification").Number("TotalTargetCapacity")
            ?? throw call.Input.Missing("TargetCapacitySpecification.TotalTargetCapacity");
        if (count is < 1 or > 100)
            throw new SandboxException("InvalidTargetCapacity", "The sandbox launches 1 to 100 instances at once.");
        var type = call.Input.Text("Type") ?? "maintain";
        var pools = configurations.Select(c => Pool(call, c)).ToList();
        foreach (var pool in pools)
            launches.Authorize(call, pool.Image);
        DryRun(call);
        var fleet = World.NewId("fleet-", 32);
        var (instances, errors) = (new JsonArray(), new JsonArray());
        if (type == "instant")
            Launch(call, pools[0], count, fleet, instances, errors);
        World.Resources.Put(
            new SandboxResource(
                "fleet",
                call.Account,
                call.Region,
                fleet,
                new JsonObject
                {
                    ["fleetId"] = fleet,
                    ["fleetState"] = "active",
                    ["activityStatus"] = errors.Count > 0 ? "error" : "fulfilled",
                    ["createTime"] = AmiGovernance.Sandbox.Protocols.Answer.IsoTime(call.Now),
                    ["type"] = type,
                    ["launchTemplateConfigs"] = Ec2Shapes.List(
                        pools,
                        p => new JsonObject { ["launchTemplateSpecification"] = p.Specification.DeepClone() }
                    ),
                    ["targetCapacitySpecification"] = new JsonObject { ["totalTargetCapacity"] = count },
                }
            )
        );
        World.Changes++;
        return new JsonObject
        {
            ["fleetId"] = fleet,
            ["errorSet"] = errors,
            ["fleetInstanceSet"] = instances,
        };
    }

    private sealed record FleetPool(JsonObject Specification, SandboxImage Image, string InstanceType);

    private FleetPool Pool(SandboxCall call, CallInput configuration)
    {
        var version = launches.Version(call, configuration.Object("LaunchTemplateSpecification"), out var template);
        var overrides = configuration.Objects("Overrides").FirstOrDefault();
        var image = launches.Find(
            call,
            overrides?.Text("ImageId") ?? version.ImageId ?? throw call.Input.Missing("ImageId")
        );
        return new FleetPool(
            new JsonObject
            {
                ["launchTemplateId"] = template.Id,
                ["version"] = version.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
            image,
            overrides?.Text("InstanceType") ?? version.InstanceType ?? Launches.DefaultType
        );
    }

    /// <summary>A RunInstances with the caller's permissions, on record like any other; its denial is an error inside the answer.</summary>
    private void Launch(
        SandboxCall call,
        FleetPool pool,
        int count,
        string fleet,
        JsonArray instances,
        JsonArray errors
    )
    {
        var run = call with
        {
            Operation = "RunInstances",
            InvokedBy = "ec2fleet.amazonaws.com",
            RecordedRequest = new JsonObject
            {
                ["instancesSet"] = new JsonObject
                {
                    ["items"] = new JsonArray(new JsonObject { ["minCount"] = count, ["maxCount"] = count }),
                },
                ["instanceType"] = pool.InstanceType,
                ["launchTemplate"] = pool.Specification.DeepClone(),
            },
        };
        var used = new JsonObject
        {
            ["launchTemplateSpecification"] = pool.Specification.DeepClone(),
            ["overrides"] = new JsonObject { ["instanceType"] = pool.InstanceType },
        };
        try
        {
            launches.Authorize(run, pool.Image);
            var started = launches.Start(
                run,
                new LaunchRequest(
                    pool.Image,
                    pool.InstanceType,
                    count,
                    System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add(
                        "aws:ec2:fleet-id",
                        fleet
                    )
                )
            );
            recorder.Record(
                run,
                new JsonObject { ["instancesSet"] = Ec2Shapes.List(started, Ec2Shapes.Instance) },
                null
            );
            instances.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["launchTemplateAndOverrides"] = used,
                        ["lifecycle"] = "on-demand",
                        ["instanceIds"] = Ec2Shapes.Texts(started.Select(i => i.Id)),
                        ["instanceType"] = pool.InstanceType,
                    }
            );
        }
        catch (SandboxException e)
        {
            recorder.Record(run, null, e);
            errors.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["launchTemplateAndOverrides"] = used,
                        ["lifecycle"] = "on-demand",
                        ["errorCode"] = e.Code,
                        ["errorMessage"] = e.Message,
                    }
            );
        }
    }

    private static readonly FilterTable<SandboxResource> FleetFilters = new(
        _ => TagSets.None,
        new()
        {
            ["fleet-state"] = f => [(string?)f.Body["fleetState"]],
            ["type"] = f => [(string?)f.Body["type"]],
            ["activity-status"] = f => [(string?)f.Body["activityStatus"]],
        }
    );

    private JsonObject DescribeFleets(SandboxCall call)
    {
        Begin(call);
        var ids = call.Input.Texts("FleetId");
        var own = World.Resources.Of("fleet", call.Account, call.Region);
        if (ids.FirstOrDefault(id => own.All(f => f.Name != id)) is { } missing)
            throw new SandboxException("InvalidFleetId.NotFound", $"The fleet ID '{missing}' does not exist.");
        var page = Paging.Ec2.Of(
            call,
            own.Where(f => ids.IsEmpty || ids.Contains(f.Name)).Where(FleetFilters.Of(call.Input))
        );
        return new JsonObject
        {
            ["fleetSet"] = Ec2Shapes.List(page.Items, f => f.Body.DeepClone()),
            ["nextToken"] = page.NextToken,
        };
    }

    /// <summary>Those of the world: none can be requested here.</summary>
    private JsonObject DescribeSpotFleets(SandboxCall call)
    {
        Begin(call);
        var ids = call.Input.Texts("SpotFleetRequestId");
        var page = Paging.Ec2.Of(
            call,
            World.Resources.Of("spot_fleet", call.Account, call.Region).Where(f => ids.IsEmpty || ids.Contains(f.Name))
        );
        return new JsonObject
        {
            ["spotFleetRequestConfigSet"] = Ec2Shapes.List(page.Items, f => f.Body.DeepClone()),
            ["nextToken"] = page.NextToken,
        };
    }

    private JsonObject RequestSpot(SandboxCall call)
    {
        var specification = call.Input.Object("LaunchSpecification");
        var image = launches.Find(call, specification.Required("ImageId"));
        launches.Authorize(call, image);
        DryRun(call);
        var type = specification.Text("InstanceType") ?? Launches.DefaultType;
        var count = call.Input.Number("InstanceCount") ?? 1;
        if (count is < 1 or > 100)
            throw new SandboxException("InvalidParameterValue", "The sandbox takes 1 to 100 instances at once.");
        var requests = Enumerable.Range(0, count).Select(_ => Fulfil(call, image, type)).ToList();
        World.Changes++;
        return new JsonObject { ["spotInstanceRequestSet"] = Ec2Shapes.List(requests, r => r.DeepClone()) };
    }

    private JsonObject Fulfil(SandboxCall call, SandboxImage image, string type)
    {
        var id = World.NewId("sir-", 8);
        var request = new JsonObject
        {
            ["spotInstanceRequestId"] = id,
            ["createTime"] = AmiGovernance.Sandbox.Protocols.Answer.IsoTime(call.Now),
            ["state"] = "active",
            ["type"] = "one-time",
            ["productDescription"] = "Linux/UNIX",
            ["launchSpecification"] = new JsonObject { ["imageId"] = image.Id, ["instanceType"] = type },
            ["status"] = new JsonObject { ["code"] = "fulfilled", ["message"] = "Your Spot request is fulfilled." },
        };
        var run = ServiceLinked.Call(call, World, "spot.amazonaws.com", SpotRole, image.Id, type);
        try
        {
            launches.Authorize(run, image);
            var started = launches.Start(run, new LaunchRequest(image, type, 1));
            recorder.Record(
                run,
                new JsonObject { ["instancesSet"] = Ec2Shapes.List(started, Ec2Shapes.Instance) },
                null
            );
            request["instanceId"] = started[0].Id;
        }
        catch (SandboxException e)
        {
            recorder.Record(run, null, e);
            request["state"] = "failed";
            request["status"] = new JsonObject { ["code"] = "bad-parameters", ["message"] = e.Message };
        }
        World.Resources.Put(new SandboxResource("spot_request", call.Account, call.Region, id, request));
        return request;
    }

    private static readonly FilterTable<SandboxResource> SpotFilters = new(
        _ => TagSets.None,
        new()
        {
            ["state"] = r => [(string?)r.Body["state"]],
            ["spot-instance-request-id"] = r => [r.Name],
            ["launch.image-id"] = r => [(string?)r.Body["launchSpecification"]?["imageId"]],
        }
    );

    private JsonObject DescribeSpot(SandboxCall call)
    {
        Begin(call);
        var ids = call.Input.Texts("SpotInstanceRequestId");
        var own = World.Resources.Of("spot_request", call.Account, call.Region);
        if (ids.FirstOrDefault(id => own.All(r => r.Name != id)) is { } missing)
            throw new SandboxException(
                "InvalidSpotInstanceRequestID.NotFound",
                $"The spot instance request ID '{missing}' does not exist"
            );
        var page = Paging.Ec2.Of(
            call,
            own.Where(r => ids.IsEmpty || ids.Contains(r.Name)).Where(SpotFilters.Of(call.Input))
        );
        return new JsonObject
        {
            ["spotInstanceRequestSet"] = Ec2Shapes.List(page.Items, r => r.Body.DeepClone()),
            ["nextToken"] = page.NextToken,
        };
    }
}
