using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Instances: launching, listing, ending them, and the images that they came from.</summary>
internal sealed class InstanceCalls(SandboxWorld world, Guard guard, Launches launches) : Ec2Calls(world, guard)
{
    /// <summary>Of one call; AWS limits launches by quotas of their own.</summary>
    private const int MostAtOnce = 100;

    /// <summary>By client token: a call that is sent again starts nothing more (EC2 API reference, "Ensuring idempotency").</summary>
    private readonly Dictionary<(string Account, string Region, string Token), JsonObject> answered = [];

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["RunInstances"] = Run,
            ["DescribeInstances"] = Describe,
            ["DescribeInstanceImageMetadata"] = DescribeImageMetadata,
            ["TerminateInstances"] = Terminate,
            ["CreateReplaceRootVolumeTask"] = ReplaceRootVolume,
        };

    private JsonObject Run(SandboxCall call)
    {
        var input = call.Input;
        var version = input.Has("LaunchTemplate")
            ? launches.Version(call, input.Object("LaunchTemplate"), out _)
            : null;
        var (least, most) = (input.Number("MinCount") ?? 1, input.Number("MaxCount") ?? 1);
        var type = input.Text("InstanceType") ?? version?.InstanceType ?? Launches.DefaultType;
        call.RecordedRequest = Recorded(call, type, least, most);
        var imageId = input.Text("ImageId") ?? version?.ImageId ?? throw input.Missing("ImageId");
        if (!imageId.StartsWith("resolve:", StringComparison.Ordinal))
            CheckId(imageId, "ami-", "InvalidAMIID.Malformed");
        if (least < 1 || most < least)
            throw new SandboxException(
                "InvalidParameterValue",
                "The value for minCount must be at least 1 and not greater than maxCount"
            );
        if (most > MostAtOnce)
            throw new SandboxException(
                "InstanceLimitExceeded",
                $"The sandbox starts at most {MostAtOnce} instances at once."
            );
        if (input.Text("SubnetId") is { } subnet && subnet != Networks.SubnetOf(call.Account, call.Region))
            throw RegionCalls.NoSubnet(subnet);
        var image = launches.Find(call, imageId);
        launches.Authorize(call, image);
        DryRun(call);
        var token = (call.Account, call.Region, input.Text("ClientToken") ?? "");
        if (token.Item3.Length > 0 && answered.TryGetValue(token, out var before))
            return (JsonObject)before.DeepClone();
        var started = launches.Start(call, new LaunchRequest(image, type, most));
        var answer = new JsonObject
        {
            ["reservationId"] = World.NewId("r-", 17),
            ["ownerId"] = call.Account,
            ["instancesSet"] = Ec2Shapes.List(started, Ec2Shapes.Instance),
        };
        if (token.Item3.Length > 0)
            answered[token] = (JsonObject)answer.DeepClone();
        return answer;
    }

    /// <summary>The form of real records: the image only where the call names it.</summary>
    private static JsonObject Recorded(SandboxCall call, string type, int least, int most)
    {
        var item = new JsonObject { ["minCount"] = least, ["maxCount"] = most };
        if (call.Input.Text("ImageId") is { } imageId)
            item.Insert(0, "imageId", imageId);
        var recorded = new JsonObject
        {
            ["instancesSet"] = new JsonObject { ["items"] = new JsonArray(item) },
            ["instanceType"] = type,
            ["blockDeviceMapping"] = new JsonObject(),
            ["monitoring"] = new JsonObject { ["enabled"] = false },
        };
        if (call.Input.Text("SubnetId") is { } subnet)
            recorded["subnetId"] = subnet;
        if (call.Input.Text("ClientToken") is { } token)
            recorded["clientToken"] = token;
        var template = call.Input.Object("LaunchTemplate");
        if (call.Input.Has("LaunchTemplate"))
            recorded["launchTemplate"] = new JsonObject
            {
                ["launchTemplateId"] = template.Text("LaunchTemplateId"),
                ["launchTemplateName"] = template.Text("LaunchTemplateName"),
                ["version"] = template.Text("Version"),
            };
        return recorded;
    }

    private static FilterTable<SandboxInstance> Table(SandboxWorld world) =>
        new(
            i => i.Tags,
            new()
            {
                ["availability-zone"] = i => [$"{i.Region}a"],
                ["image-id"] = i => [i.ImageId],
                ["instance-id"] = i => [i.Id],
                ["instance-state-name"] = i => [i.State],
                ["instance-type"] = i => [i.InstanceType],
                ["owner-alias"] = i => [ImageOf(world, i)?.OwnerAlias],
                ["owner-id"] = i => [ImageOf(world, i)?.OwnerId],
                ["subnet-id"] = i => [Networks.SubnetOf(i.Account, i.Region)],
                ["vpc-id"] = i => [Networks.VpcOf(i.Account, i.Region)],
            }
        );

    private readonly FilterTable<SandboxInstance> filters = Table(world);

    private Page<SandboxInstance> Find(SandboxCall call, bool metadata)
    {
        var ids = call.Input.Texts("InstanceId");
        foreach (var id in ids)
            CheckId(id, "i-", "InvalidInstanceID.Malformed");
        var own = World.Ec2.InstancesOf(call.Account, call.Region);
        var missing = ids.Where(id => World.Ec2.Instance(call.Account, call.Region, id) is null).ToList();
        if (missing.Count > 0)
            throw new SandboxException(
                "InvalidInstanceID.NotFound",
                $"The instance ID{(missing.Count > 1 ? "s" : "")} '{string.Join(", ", missing)}' do{(missing.Count > 1 ? "" : "es")} not exist"
            );
        var holds = filters.Of(call.Input, metadata ? i => IsAllowed(call, i) : null);
        return Paging.Ec2.Of(call, own.Where(i => ids.IsEmpty || ids.Contains(i.Id)).Where(holds));
    }

    private JsonObject Describe(SandboxCall call)
    {
        Begin(call);
        var page = Find(call, metadata: false);
        return new JsonObject
        {
            ["reservationSet"] = Ec2Shapes.List(
                page.Items,
                i => new JsonObject
                {
                    ["reservationId"] = "r-" + i.Id[2..],
                    ["ownerId"] = i.Account,
                    ["instancesSet"] = new JsonArray(Ec2Shapes.Instance(i)),
                }
            ),
            ["nextToken"] = page.NextToken,
        };
    }

    private JsonObject DescribeImageMetadata(SandboxCall call)
    {
        Begin(call);
        var page = Find(call, metadata: true);
        return new JsonObject
        {
            ["instanceImageMetadataSet"] = Ec2Shapes.List(
                page.Items,
                i => new JsonObject
                {
                    ["instanceId"] = i.Id,
                    ["instanceType"] = i.InstanceType,
                    ["launchTime"] = i.LaunchTime,
                    ["availabilityZone"] = $"{i.Region}a",
                    ["zoneId"] = $"{i.Region}-az1",
                    ["instanceState"] = Ec2Shapes.State(i.State),
                    ["instanceOwnerId"] = i.Account,
                    ["tagSet"] = Ec2Shapes.Tags(i.Tags),
                    ["imageMetadata"] = ImageOf(World, i) is { } image ? Metadata(call, i, image) : null,
                }
            ),
            ["nextToken"] = page.NextToken,
        };
    }

    private JsonObject Metadata(SandboxCall call, SandboxInstance instance, SandboxImage image) =>
        new()
        {
            ["imageId"] = image.Id,
            ["name"] = image.Name,
            ["imageOwnerId"] = image.OwnerId,
            ["imageState"] = World.Ec2.Image(image.Id) is null ? "deregistered" : image.State,
            ["imageOwnerAlias"] = image.OwnerAlias,
            ["creationDate"] = image.CreationDate,
            ["deprecationTime"] = image.DeprecationTime,
            ["imageAllowed"] = IsAllowed(call, instance),
            ["isPublic"] = image.IsPublic,
        };

    /// <summary>As it is now; a deregistered image as it was at the launch.</summary>
    private static SandboxImage? ImageOf(SandboxWorld world, SandboxInstance instance) =>
        world.Ec2.Image(instance.ImageId) ?? instance.Image;

    /// <summary>Null while Allowed AMIs is disabled, as in DescribeImages.</summary>
    private bool? IsAllowed(SandboxCall call, SandboxInstance instance) =>
        ImageOf(World, instance) is not { } image
            ? null
            : Guard.Decide(image, call.Account, call.Region).Verdict switch
            {
                ImageVerdict.NotGoverned => null,
                ImageVerdict.MarkedOnly or ImageVerdict.Denied => false,
                _ => true,
            };

    private JsonObject Terminate(SandboxCall call)
    {
        var ids = call.Input.Texts("InstanceId");
        if (ids.IsEmpty)
            throw call.Input.Missing("InstanceId");
        foreach (var id in ids)
            CheckId(id, "i-", "InvalidInstanceID.Malformed");
        call.RecordedRequest = new JsonObject
        {
            ["instancesSet"] = new JsonObject
            {
                ["items"] = Ec2Shapes.List(ids, id => new JsonObject { ["instanceId"] = id }),
            },
        };
        Begin(call);
        var own = ids.Select(id =>
                World.Ec2.Instance(call.Account, call.Region, id)
                ?? throw new SandboxException("InvalidInstanceID.NotFound", $"The instance ID '{id}' does not exist")
            )
            .ToList();
        foreach (var instance in own)
            World.Ec2.Put(instance with { State = "terminated" });
        World.Changes++;
        return new JsonObject
        {
            ["instancesSet"] = Ec2Shapes.List(
                own,
                i => new JsonObject
                {
                    ["instanceId"] = i.Id,
                    ["currentState"] = Ec2Shapes.State("shutting-down"),
                    ["previousState"] = Ec2Shapes.State(i.State),
                }
            ),
        };
    }

    /// <summary>Swaps the root volume of a running instance, from an image where the call names one: a launch in all but name.</summary>
    private JsonObject ReplaceRootVolume(SandboxCall call)
    {
        var instanceId = call.Input.Required("InstanceId");
        CheckId(instanceId, "i-", "InvalidInstanceID.Malformed");
        var image = call.Input.Text("ImageId") is { } imageId ? launches.Find(call, imageId) : null;
        Guard.Authorize(call, Ec2Questions.Of(call, image, image?.Id));
        DryRun(call);
        var instance =
            World.Ec2.Instance(call.Account, call.Region, instanceId)
            ?? throw new SandboxException(
                "InvalidInstanceID.NotFound",
                $"The instance ID '{instanceId}' does not exist"
            );
        if (image is not null && Guard.Decide(image, call.Account, call.Region).IsDenied)
            throw Guard.DeniedByDeclarativePolicy(call.Account);
        if (image is not null)
            World.Ec2.Put(instance with { ImageId = image.Id, Image = image });
        World.Changes++;
        return new JsonObject
        {
            ["replaceRootVolumeTask"] = new JsonObject
            {
                ["replaceRootVolumeTaskId"] = World.NewId("replacevol-", 17),
                ["instanceId"] = instanceId,
                ["taskState"] = "succeeded",
                ["startTime"] = call.Now,
                ["completeTime"] = call.Now,
                ["imageId"] = image?.Id,
            },
        };
    }
}
