using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Bringing images into an account.</summary>
internal sealed class ImageCreation(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["CreateImage"] = Create,
            ["CopyImage"] = Copy,
            ["RegisterImage"] = Register,
            ["ImportImage"] = Import,
        };

    private JsonObject Create(SandboxCall call)
    {
        var instanceId = call.Input.Required("InstanceId");
        CheckInstanceId(instanceId);
        CheckName(call);
        Begin(call);
        var instance = World.Ec2.Instance(call.Place, instanceId);
        if (instance is null || instance.IsTerminated)
            throw NoInstance(instanceId);
        var image = New(call) with
        {
            SourceInstanceId = instance.Id,
            SourceImageId = instance.ImageId,
            SourceImageRegion = instance.Region,
        };
        if ((World.Ec2.Image(instance.ImageId) ?? instance.Image) is { } source)
            image = Inherit(image, source);
        return Add(image);
    }

    private JsonObject Copy(SandboxCall call)
    {
        var sourceId = call.Input.Required("SourceImageId");
        var sourceRegion = call.Input.Required("SourceRegion");
        var id = ReadImageId(sourceId);
        CheckName(call);
        if (!RegionName.TryParse(sourceRegion, out var region) || !World.Ec2.Knows(region))
            throw InvalidValue($"Invalid value '{sourceRegion}' for sourceRegion");
        var source = World.Ec2.Image(id, region);
        // What is asked of an image that the caller cannot see is not documented.
        var isVisible = source is not null && ImageAccess.IsVisible(World, source, call.Account);
        var asksOfSource = isVisible && World.Assumptions[Assumptions.CopySource] == Assumptions.CopySource.Default;
        Begin(call, asksOfSource ? OfSource(call, source!) : Ec2Questions.Of(call));
        if (source is null || !isVisible)
            throw NoImage(sourceId);
        // EC2 user guide, "Allowed AMIs": an image that is not allowed cannot be copied.
        Guard.CheckAllowed(source, call.Place);

        var image = Inherit(New(call), source) with
        {
            SourceImageId = source.Id,
            SourceImageRegion = source.Region,
            Encrypted = source.Encrypted || call.Input.Flag("Encrypted"),
        };
        if (image.Description.Length == 0)
            image = image with { Description = $"[Copied {source.Id} from {source.Region}] {source.Name}" };
        return Add(image);
    }

    /// <summary>With the key that has its id, where it is assumed to have.</summary>
    private RequestContext[] OfSource(SandboxCall call, SandboxImage source)
    {
        var questions = Ec2Questions.Of(call, source);
        if (World.Assumptions[Assumptions.CopyImageKey] != Assumptions.CopyImageKey.Default)
            foreach (
                var question in questions.Where(q => q.Resource.EndsWith(source.Id.Value, StringComparison.Ordinal))
            )
                question.Set("ec2:ImageID", source.Id.Value);
        return questions;
    }

    private JsonObject Register(SandboxCall call)
    {
        CheckName(call);
        Begin(call);
        CheckVolumes(call);
        return Add(New(call) with { Architecture = Architecture(call) });
    }

    /// <summary>
    /// EC2 API reference, "RegisterImage": an image is made of a snapshot that the caller may use, or of files in S3. The error where
    /// neither is given is guessed.
    /// </summary>
    private void CheckVolumes(SandboxCall call)
    {
        var snapshots = call
            .Input.Objects("BlockDeviceMapping")
            .Select(device => device.Object("Ebs").Text("SnapshotId"))
            .OfType<string>()
            .ToList();
        if (snapshots.Count == 0 && !call.Input.Has("ImageLocation"))
            throw call.Input.Missing("BlockDeviceMapping");
        if (snapshots.Find(id => !MayUse(call, id)) is { } foreign)
            throw NoSnapshot(foreign);
    }

    private bool MayUse(SandboxCall call, string snapshot) =>
        World.Ec2.SnapshotsOf(call.Place).Any(i => i.SnapshotId == snapshot)
        || World.Ec2.Images.Any(i => i.SnapshotId == snapshot && i.Region == call.Region && i.PublicSnapshot);

    /// <summary>The task is given out; the image never comes.</summary>
    private JsonObject Import(SandboxCall call)
    {
        if (!call.Input.Objects("DiskContainer").Any())
            throw call.Input.Missing("DiskContainer");
        Begin(call);
        return new JsonObject
        {
            ["importTaskId"] = World.NewId("import-ami-", 17),
            ["status"] = "active",
            ["statusMessage"] = "pending",
            ["progress"] = "1",
            ["architecture"] = Architecture(call),
            ["description"] = call.Input.Text("Description"),
        };
    }

    private static string Architecture(SandboxCall call) =>
        call.Input.Text("Architecture") ?? SandboxImage.DefaultArchitecture;

    private static void CheckName(SandboxCall call) => ImageName.Check(call.Input.Required("Name"));

    /// <summary>EC2 user guide, "AMI watermarks": an image inherits those of the image that it comes from.</summary>
    private static SandboxImage Inherit(SandboxImage image, SandboxImage source) =>
        image with
        {
            Watermarks = source.Watermarks,
            Architecture = source.Architecture,
            Platform = source.Platform,
        };

    private SandboxImage New(SandboxCall call)
    {
        var name = call.Input.Required("Name");
        if (World.Ec2.OwnedBy(call.Place).FirstOrDefault(i => i.Name == name) is { } other)
            throw new SandboxException(
                "InvalidAMIName.Duplicate",
                $"AMI name {name} is already in use by AMI {other.Id}"
            );
        var id = ImageId.Parse(World.NewId("ami-", 17));
        return new SandboxImage(id, call.Region, call.Account, name, call.Now)
        {
            Description = call.Input.Text("Description") ?? "",
            Tags = call.Input.TagsFor("image"),
            SnapshotTags = call.Input.TagsFor("snapshot"),
        };
    }

    private JsonObject Add(SandboxImage image)
    {
        World.Put(image);
        return new JsonObject { ["imageId"] = image.Id.Value };
    }
}
