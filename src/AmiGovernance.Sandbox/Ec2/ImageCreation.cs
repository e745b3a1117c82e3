using System.Text.Json.Nodes;
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
        CheckId(instanceId, "i-", "InvalidInstanceID.Malformed");
        CheckName(call);
        Begin(call);
        var instance = World.Ec2.Instance(call.Account, call.Region, instanceId) is { State: not "terminated" } found
            ? found
            : throw new SandboxException(
                "InvalidInstanceID.NotFound",
                $"The instance ID '{instanceId}' does not exist"
            );
        var source = World.Ec2.Image(instance.ImageId) ?? instance.Image;
        // EC2 user guide, "AMI watermarks": an image of an instance inherits those of the instance's image.
        return Add(
            call,
            i =>
                i with
                {
                    SourceInstanceId = instance.Id,
                    SourceImageId = instance.ImageId,
                    SourceImageRegion = instance.Region,
                    Watermarks = source?.Watermarks ?? [],
                    Architecture = source?.Architecture ?? i.Architecture,
                }
        );
    }

    private JsonObject Copy(SandboxCall call)
    {
        var sourceId = call.Input.Required("SourceImageId");
        var sourceRegion = call.Input.Required("SourceRegion");
        CheckId(sourceId, "ami-", "InvalidAMIID.Malformed");
        CheckName(call);
        Begin(call);
        if (
            World.Ec2.Image(sourceId) is not { } source
            || source.Region != sourceRegion
            || !ImageAccess.IsVisible(World, source, call.Account)
        )
            throw NoImage(sourceId);
        // EC2 user guide, "Allowed AMIs": an image that is not allowed cannot be copied.
        if (Guard.Decide(source, call.Account, call.Region).IsDenied)
            throw Guard.DeniedByDeclarativePolicy(call.Account);
        return Add(
            call,
            i =>
                i with
                {
                    SourceImageId = source.Id,
                    SourceImageRegion = source.Region,
                    Watermarks = source.Watermarks,
                    Architecture = source.Architecture,
                    Encrypted = source.Encrypted || call.Input.Flag("Encrypted"),
                    Description =
                        i.Description.Length > 0
                            ? i.Description
                            : $"[Copied {source.Id} from {source.Region}] {source.Name}",
                }
        );
    }

    private JsonObject Register(SandboxCall call)
    {
        CheckName(call);
        Begin(call);
        return Add(call, i => i with { Architecture = call.Input.Text("Architecture") ?? i.Architecture });
    }

    /// <summary>The task is given out; the image never comes.</summary>
    private JsonObject Import(SandboxCall call)
    {
        Begin(call);
        return new JsonObject
        {
            ["importTaskId"] = World.NewId("import-ami-", 17),
            ["status"] = "active",
            ["statusMessage"] = "pending",
            ["progress"] = "1",
            ["architecture"] = call.Input.Text("Architecture") ?? "x86_64",
            ["description"] = call.Input.Text("Description"),
        };
    }

    private static void CheckName(SandboxCall call)
    {
        // EC2 API reference, "CreateImage": which characters a name may have.
        if (
            call.Input.Required("Name") is var name
            && (
                name.Length is < 3 or > 128
                || !name.All(c => char.IsAsciiLetterOrDigit(c) || "()[] ./-'@_".Contains(c, StringComparison.Ordinal))
            )
        )
            throw new SandboxException(
                "InvalidAMIName.Malformed",
                "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'"
            );
    }

    private JsonObject Add(SandboxCall call, Func<SandboxImage, SandboxImage> finish)
    {
        var name = call.Input.Required("Name");
        if (World.Ec2.OwnedBy(call.Account, call.Region).FirstOrDefault(i => i.Name == name) is { } other)
            throw new SandboxException(
                "InvalidAMIName.Duplicate",
                $"AMI name {name} is already in use by AMI {other.Id}"
            );
        var image = finish(
            new SandboxImage(World.NewId("ami-", 17), call.Region, call.Account, name, call.Now)
            {
                Description = call.Input.Text("Description") ?? "",
                Tags = call.Input.TagsFor("image"),
            }
        );
        World.Put(image);
        return new JsonObject { ["imageId"] = image.Id };
    }
}
