using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Iam;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Instances: launching, listing, and the images that they came from.</summary>
internal sealed class InstanceCalls(SandboxWorld world, Ec2Guard guard)
{
    public void Run(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        var imageId = input.Required("ImageId");
        var (least, most) = (input.Number("MinCount") ?? 1, input.Number("MaxCount") ?? 1);
        var type = input.Text("InstanceType") ?? "m1.small";
        call.RecordedRequest = new JsonObject
        {
            ["instancesSet"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["imageId"] = imageId, ["minCount"] = least, ["maxCount"] = most }) },
            ["instanceType"] = type,
        };
        Ec2Guard.CheckId(imageId, "ami-", "InvalidAMIID.Malformed");
        if (least < 1 || most < least) throw new SandboxException("InvalidParameterCombination", "The value for minCount must not be greater than the value for maxCount");
        var image = world.Ec2.Image(imageId) is { } found && found.Region == call.Region && found.State == "available" ? found : null;
        // Images of others that were not shared do not exist for the caller.
        if (image is null || (image.OwnerId != call.Caller.AccountId && image.LaunchPermissions.IsEmpty)) throw new SandboxException("InvalidAMIID.NotFound", $"The image id '[{imageId}]' does not exist");
        guard.Authorize(call, image);
        Ec2Service.DryRun(input);
        if (guard.Decide(image, call.Caller.AccountId, call.Region).IsDenied) throw guard.DeniedByDeclarativePolicy(call.Caller.AccountId);
        var started = Enumerable.Range(0, Math.Min(most, 20)).Select(_ => new SandboxInstance(world.NewId("i-", 17), call.Caller.AccountId, call.Region, image.Id, type, call.Now) { Image = image, Tags = input.TagsFor("instance") }).ToList();
        foreach (var instance in started) world.Ec2.Put(instance);
        world.Ec2.Put(image with { LastLaunched = call.Now });
        world.Changes++;
        answer.Text("reservationId", world.NewId("r-", 17)).Text("ownerId", call.Caller.AccountId).Items("instancesSet", started, i => Write(answer, i));
        call.RecordedResponse = new JsonObject { ["instancesSet"] = new JsonObject { ["items"] = new JsonArray([.. started.Select(i => (JsonNode)new JsonObject { ["instanceId"] = i.Id, ["imageId"] = i.ImageId, ["instanceType"] = i.InstanceType })]) } };
    }

    public void Describe(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        guard.Authorize(call);
        Ec2Service.DryRun(input);
        var page = Page.Of(input, Find(call, input), 5, 1000);
        answer.Items("reservationSet", page.Items, i => answer.Text("reservationId", "r-" + i.Id[2..]).Text("ownerId", i.Account).Items("instancesSet", [i], one => Write(answer, one)));
        answer.Text("nextToken", page.NextToken);
    }

    public void DescribeImageMetadata(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        guard.Authorize(call);
        Ec2Service.DryRun(input);
        var page = Page.Of(input, Find(call, input), 5, 1000);
        answer.Items("instanceImageMetadataSet", page.Items, i =>
        {
            answer.Text("instanceId", i.Id).Text("instanceType", i.InstanceType).Time("launchTime", i.LaunchTime).Text("zoneId", "use1-az1").Text("availabilityZone", $"{i.Region}a")
                .Inside("instanceState", () => State(answer, i)).Text("instanceOwnerId", i.Account).Tags(i.Tags);
            if (ImageOf(i) is { } image)
                answer.Inside("imageMetadata", () => answer.Text("imageId", image.Id).Text("name", image.Name).Text("imageOwnerId", image.OwnerId).Text("imageState", world.Ec2.Image(image.Id) is null ? "deregistered" : image.State)
                    .Text("imageOwnerAlias", image.OwnerAlias).Time("creationDate", image.CreationDate).Time("deprecationTime", image.DeprecationTime).Flag("imageAllowed", IsAllowed(image, call)).Flag("isPublic", image.IsPublic));
        });
        answer.Text("nextToken", page.NextToken);
    }

    public void Terminate(SandboxCall call, QueryInput input, XmlAnswer answer)
    {
        var ids = input.Texts("InstanceId");
        foreach (var id in ids) Ec2Guard.CheckId(id, "i-", "InvalidInstanceID.Malformed");
        call.RecordedRequest = new JsonObject { ["instancesSet"] = new JsonObject { ["items"] = new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject { ["instanceId"] = id })]) } };
        guard.Authorize(call);
        Ec2Service.DryRun(input);
        var own = world.Ec2.InstancesOf(call.Caller.AccountId, call.Region).ToDictionary(i => i.Id, StringComparer.Ordinal);
        if (ids.FirstOrDefault(id => !own.ContainsKey(id)) is { } missing) throw new SandboxException("InvalidInstanceID.NotFound", $"The instance ID '{missing}' does not exist");
        foreach (var id in ids) world.Ec2.Put(own[id] with { State = "terminated" });
        world.Changes++;
        answer.Items("instancesSet", ids, id => answer.Text("instanceId", id).Inside("currentState", () => answer.Number("code", 32).Text("name", "shutting-down")).Inside("previousState", () => State(answer, own[id])));
    }

    private IEnumerable<SandboxInstance> Find(SandboxCall call, QueryInput input)
    {
        var ids = input.Texts("InstanceId");
        return world.Ec2.InstancesOf(call.Caller.AccountId, call.Region).Where(i => ids.IsEmpty || ids.Contains(i.Id)).Where(i => input.Filters.All(f => Matches(i, f.Name, f.Values, call)));
    }

    private bool Matches(SandboxInstance instance, string filter, ImmutableArray<string> values, SandboxCall call)
    {
        var image = ImageOf(instance);
        var value = filter switch
        {
            "image-id" => instance.ImageId,
            "instance-id" => instance.Id,
            "instance-state-name" => instance.State,
            "instance-type" => instance.InstanceType,
            "owner-id" => image?.OwnerId ?? "",
            "owner-alias" => image?.OwnerAlias ?? "",
            "image-allowed" => image is null || IsAllowed(image, call) ? "true" : "false",
            _ when filter.StartsWith("tag:", StringComparison.Ordinal) => instance.Tags.GetValueOrDefault(filter[4..]),
            _ => throw new SandboxException("InvalidParameterValue", $"The filter '{filter}' is invalid"),
        };
        return value is not null && values.Any(v => Wildcard.Matches(v, value));
    }

    /// <summary>As it is now; a deregistered image as it was at the launch.</summary>
    private SandboxImage? ImageOf(SandboxInstance instance) => world.Ec2.Image(instance.ImageId) ?? instance.Image;

    private bool IsAllowed(SandboxImage image, SandboxCall call) => guard.Decide(image, call.Caller.AccountId, call.Region).Verdict is not (ImageVerdict.MarkedOnly or ImageVerdict.Denied);

    private static void Write(XmlAnswer answer, SandboxInstance instance) =>
        answer.Text("instanceId", instance.Id).Text("imageId", instance.ImageId).Inside("instanceState", () => State(answer, instance)).Text("instanceType", instance.InstanceType)
            .Time("launchTime", instance.LaunchTime).Inside("placement", () => answer.Text("availabilityZone", $"{instance.Region}a")).Tags(instance.Tags);

    private static void State(XmlAnswer answer, SandboxInstance instance) =>
        answer.Number("code", instance.State switch { "running" => 16, "stopped" => 80, "terminated" => 48, _ => 0 }).Text("name", instance.State);
}
