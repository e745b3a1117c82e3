using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Instances: listing them, ending them, and the images that they came from.</summary>
internal sealed class InstanceCalls : Ec2Calls
{
    private readonly FilterTable<SandboxInstance> filters;

    public InstanceCalls(SandboxWorld world, Guard guard)
        : base(world, guard)
    {
        filters = new FilterTable<SandboxInstance>(
            i => i.Tags,
            new()
            {
                ["architecture"] = i => [ImageOf(i)?.Architecture],
                ["availability-zone"] = i => [i.AvailabilityZone],
                ["availability-zone-id"] = i => [Networks.ZoneId(i.Region)],
                ["boot-mode"] = _ => [],
                ["client-token"] = i => [i.ClientToken],
                ["ena-support"] = _ => ["true"],
                ["hypervisor"] = _ => ["xen"],
                ["image-id"] = i => [i.ImageId.Value],
                ["instance-id"] = i => [i.Id],
                ["instance-state-code"] = i => [$"{Ec2Shapes.State(i.State)["code"]}"],
                ["instance-state-name"] = i => [i.State],
                ["instance-type"] = i => [i.InstanceType],
                ["launch-time"] = i => [i.LaunchTime.WireText()],
                ["owner-alias"] = i => [ImageOf(i)?.OwnerAlias],
                ["owner-id"] = i => [ImageOf(i)?.OwnerId.Value],
                ["platform"] = i => [Ec2Shapes.Platform(i).Platform],
                ["platform-details"] = i => [Ec2Shapes.Platform(i).Details],
                ["reservation-id"] = i => [i.ReservationId],
                ["root-device-name"] = _ => [ImageShape.RootDeviceName],
                ["root-device-type"] = _ => ["ebs"],
                ["subnet-id"] = i => [Networks.SubnetOf(i.Place)],
                ["tenancy"] = _ => ["default"],
                ["usage-operation"] = i => [Ec2Shapes.Platform(i).Operation],
                ["virtualization-type"] = _ => ["hvm"],
                ["vpc-id"] = i => [Networks.VpcOf(i.Place)],
                ["zone-id"] = i => [Networks.ZoneId(i.Region)],
            },
            DocumentedFilters.OfInstances
        );
    }

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["DescribeInstances"] = Describe,
            ["DescribeInstanceImageMetadata"] = DescribeImageMetadata,
            ["TerminateInstances"] = Terminate,
        };

    /// <param name="allowed">For the filter that only the metadata of images has.</param>
    private Page<SandboxInstance> Find(SandboxCall call, Func<SandboxInstance, bool?>? allowed)
    {
        var ids = call.Input.Texts("InstanceId");
        foreach (var id in ids)
            CheckInstanceId(id);
        var missing = ids.Where(id => World.Ec2.Instance(call.Place, id) is null).ToList();
        if (missing.Count > 0)
            throw NoInstances(missing);
        var holds = filters.Of(call.Input, allowed);
        var own = World.Ec2.InstancesOf(call.Place);
        return Paging.Ec2.Of(call, own.Where(i => ids.IsEmpty || ids.Contains(i.Id)).Where(holds));
    }

    private static SandboxException NoInstances(List<string> ids) =>
        ids is [var only]
            ? NoInstance(only)
            : new SandboxException(
                "InvalidInstanceID.NotFound",
                $"The instance IDs '{string.Join(", ", ids)}' do not exist"
            );

    private JsonObject Describe(SandboxCall call)
    {
        Begin(call);
        var found = Find(call, null);
        var reservations = found.Items.GroupBy(i => i.ReservationId, (_, launched) => launched.ToList()).ToList();
        var page = new Page<List<SandboxInstance>>(reservations, found.NextToken);
        return Ec2Shapes.Page("reservationSet", page, Ec2Shapes.Reservation);
    }

    private JsonObject DescribeImageMetadata(SandboxCall call)
    {
        Begin(call);
        return Ec2Shapes.Page("instanceImageMetadataSet", Find(call, IsAllowed), WithImage);
    }

    private JsonObject WithImage(SandboxInstance instance) =>
        new()
        {
            ["instanceId"] = instance.Id,
            ["instanceType"] = instance.InstanceType,
            ["launchTime"] = instance.LaunchTime,
            ["availabilityZone"] = instance.AvailabilityZone,
            ["zoneId"] = Networks.ZoneId(instance.Region),
            ["instanceState"] = Ec2Shapes.State(instance.State),
            ["instanceOwnerId"] = instance.Account.Value,
            ["tagSet"] = Ec2Shapes.Tags(instance.Tags),
            ["imageMetadata"] = Metadata(instance),
        };

    private JsonObject? Metadata(SandboxInstance instance)
    {
        if (ImageOf(instance) is not { } image)
            return null;
        return new JsonObject
        {
            ["imageId"] = image.Id.Value,
            ["name"] = image.Name,
            ["imageOwnerId"] = image.OwnerId.Value,
            ["imageState"] = World.Ec2.Image(image.Id) is null ? "deregistered" : image.State,
            ["imageOwnerAlias"] = image.OwnerAlias,
            ["creationDate"] = image.CreationDate,
            ["deprecationTime"] = image.DeprecationTime,
            ["imageAllowed"] = IsAllowed(instance),
            ["isPublic"] = image.IsPublic,
        };
    }

    /// <summary>As it is now; a deregistered image as it was at the launch.</summary>
    private SandboxImage? ImageOf(SandboxInstance instance) => World.Ec2.Image(instance.ImageId) ?? instance.Image;

    /// <summary>Null while Allowed AMIs is disabled, as in DescribeImages.</summary>
    private bool? IsAllowed(SandboxInstance instance)
    {
        if (ImageOf(instance) is not { } image)
            return null;
        return Guard.Decide(image, instance.Place).Verdict switch
        {
            ImageVerdict.NotGoverned => null,
            ImageVerdict.MarkedOnly or ImageVerdict.Denied => false,
            _ => true,
        };
    }

    private JsonObject Terminate(SandboxCall call)
    {
        var ids = call.Input.Texts("InstanceId");
        if (ids.IsEmpty)
            throw call.Input.Missing("InstanceId");
        foreach (var id in ids)
            CheckInstanceId(id);
        var recorded = Ec2Shapes.List(ids, id => new JsonObject { ["instanceId"] = id });
        call.RecordedRequest = new JsonObject { ["instancesSet"] = new JsonObject { ["items"] = recorded } };
        Begin(call);
        var own = ids.Select(id => World.Ec2.Instance(call.Place, id) ?? throw NoInstance(id)).ToList();
        foreach (var instance in own)
            World.Ec2.Put(instance with { State = SandboxInstance.Terminated });
        World.Changes++;
        return new JsonObject { ["instancesSet"] = Ec2Shapes.List(own, Ending) };
    }

    private static JsonObject Ending(SandboxInstance before) =>
        new()
        {
            ["instanceId"] = before.Id,
            ["currentState"] = Ec2Shapes.State("shutting-down"),
            ["previousState"] = Ec2Shapes.State(before.State),
        };
}
