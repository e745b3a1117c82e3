using System.Text.Json.Nodes;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Changing who may launch an image.</summary>
internal sealed class ImageSharing(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["ModifyImageAttribute"] = Modify,
            ["ResetImageAttribute"] = Reset,
        };

    private JsonObject Modify(SandboxCall call)
    {
        var change = PermissionChange.Of(call.Input);
        call.RecordedRequest = change.Recorded(call.Input.Text("ImageId"));
        var image = OwnImage(call);
        if (change.IsEmpty)
            throw new SandboxException("InvalidParameterCombination", "No attributes specified.");
        if (image.State == SandboxImage.Disabled)
            throw NotPermitted("The image is disabled.");
        change.Check();
        if (change.Add.Contains(LaunchPermission.Public) && !image.IsPublic)
            CheckMayBePublic(call, image);

        var changed = image with
        {
            LaunchPermissions = [.. image.LaunchPermissions.Union(change.Add).Except(change.Remove)],
            Description = change.Description ?? image.Description,
        };
        if (changed.LaunchPermissions.Length > AwsFacts.SharesOfImage.Value)
            throw LimitExceeded("You have reached the maximum number of entities that an AMI can be shared with.");
        World.Put(changed);
        return Ec2Shapes.Return;
    }

    private void CheckMayBePublic(SandboxCall call, SandboxImage image)
    {
        if (Guard.Restricts(call.Place, DeclarativeAttributes.ImageBlockPublicAccess))
            throw NotPermitted(
                "You can't publicly share this image because block public access for AMIs is enabled for this account. To publicly share the image, you must call the DisableImageBlockPublicAccess API."
            );
        // EC2 user guide, "AMI watermarks".
        if (!image.Watermarks.IsEmpty)
            throw NotPermitted("An AMI with a watermark cannot be made public.");
        if (image.Encrypted)
            throw new SandboxException(
                "InvalidParameter",
                "Snapshots encrypted with the AWS managed key cannot be shared publicly."
            );
        if (World.Ec2.OwnedBy(image.Home).Count(i => i.IsPublic) >= AwsFacts.PublicImages.Value)
            throw LimitExceeded("You have reached your quota for the number of public AMIs.");
    }

    private static SandboxException LimitExceeded(string message) => new("ResourceLimitExceeded", message);

    private JsonObject Reset(SandboxCall call)
    {
        if (call.Input.Required("Attribute") != "launchPermission")
            throw InvalidValue("Only launchPermission can be reset.");
        World.Put(OwnImage(call) with { LaunchPermissions = [] });
        return Ec2Shapes.Return;
    }
}
