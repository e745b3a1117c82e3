using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Changing who may launch an image.</summary>
internal sealed class ImageSharing(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    /// <summary>EC2 user guide, "AMI quotas": public images of an account in a Region, and entities that one image is shared with.</summary>
    private const int MostPublicImages = 5;
    private const int MostShares = 1000;

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["ModifyImageAttribute"] = Modify,
            ["ResetImageAttribute"] = Reset,
        };

    private JsonObject Modify(SandboxCall call)
    {
        var permission = call.Input.Object("LaunchPermission");
        ImmutableArray<LaunchPermission> add =
        [
            .. Permissions(permission.Objects("Add")),
            .. call.Input.Text("OperationType") == "add" ? Older(call.Input) : [],
        ];
        ImmutableArray<LaunchPermission> remove =
        [
            .. Permissions(permission.Objects("Remove")),
            .. call.Input.Text("OperationType") == "remove" ? Older(call.Input) : [],
        ];
        var description =
            call.Input.Object("Description").Text("Value")
            ?? (call.Input.Text("Attribute") == "description" ? call.Input.Text("Value") : null);
        call.RecordedRequest = Recorded(call, add, remove, description);
        var image = OwnImage(call);
        if (add.IsEmpty && remove.IsEmpty && description is null)
            throw new SandboxException("InvalidParameterCombination", "No attributes specified.");
        if (image.State == "disabled")
            throw new SandboxException("OperationNotPermitted", "The image is disabled.");
        if (
            add.Concat(remove).FirstOrDefault(p => p.Kind == "userId" && !AccountId.IsValid(p.Value)) is
            { Value: { } account }
        )
            throw new SandboxException(
                "InvalidAMIAttributeItemValue",
                $"Invalid attribute item value \"{account}\" for userId item type."
            );
        if (add.Concat(remove).Any(p => p.Kind == "group" && p.Value != "all"))
            throw new SandboxException(
                "InvalidAMIAttributeItemValue",
                "Invalid attribute item value for group item type."
            );
        if (add.Contains(LaunchPermission.Public) && !image.IsPublic)
            CheckMayBePublic(call, image);
        var changed = image with
        {
            LaunchPermissions = [.. image.LaunchPermissions.Union(add).Except(remove)],
            Description = description ?? image.Description,
        };
        if (changed.LaunchPermissions.Length > MostShares)
            throw new SandboxException(
                "ResourceLimitExceeded",
                "You have reached the maximum number of entities that an AMI can be shared with."
            );
        World.Put(changed);
        return Ec2Shapes.Return;
    }

    private void CheckMayBePublic(SandboxCall call, SandboxImage image)
    {
        if (Guard.PublicAccessIn(call.Account, call.Region).Blocks)
            throw new SandboxException(
                "OperationNotPermitted",
                "You can't publicly share this image because block public access for AMIs is enabled for this account. To publicly share the image, you must call the DisableImageBlockPublicAccess API."
            );
        // EC2 user guide, "AMI watermarks".
        if (!image.Watermarks.IsEmpty)
            throw new SandboxException("OperationNotPermitted", "An AMI with a watermark cannot be made public.");
        if (image.Encrypted)
            throw new SandboxException(
                "InvalidParameter",
                "Snapshots encrypted with the AWS managed key cannot be shared publicly."
            );
        if (World.Ec2.OwnedBy(image.OwnerId, image.Region).Count(i => i.IsPublic) >= MostPublicImages)
            throw new SandboxException(
                "ResourceLimitExceeded",
                "You have reached your quota for the number of public AMIs."
            );
    }

    private JsonObject Reset(SandboxCall call)
    {
        if (call.Input.Required("Attribute") != "launchPermission")
            throw new SandboxException("InvalidParameterValue", "Only launchPermission can be reset.");
        World.Put(OwnImage(call) with { LaunchPermissions = [] });
        return Ec2Shapes.Return;
    }

    private static IEnumerable<LaunchPermission> Permissions(IEnumerable<CallInput> entries)
    {
        foreach (var entry in entries)
        foreach (
            var (name, kind) in new[]
            {
                ("Group", "group"),
                ("UserId", "userId"),
                ("OrganizationArn", "organizationArn"),
                ("OrganizationalUnitArn", "organizationalUnitArn"),
            }
        )
            if (entry.Text(name) is { } value)
                yield return new LaunchPermission(kind, value);
    }

    private static IEnumerable<LaunchPermission> Older(CallInput input) =>
        input
            .Texts("UserGroup")
            .Select(g => new LaunchPermission("group", g))
            .Concat(input.Texts("UserId").Select(LaunchPermission.Account))
            .Concat(input.Texts("OrganizationArn").Select(o => new LaunchPermission("organizationArn", o)))
            .Concat(input.Texts("OrganizationalUnitArn").Select(o => new LaunchPermission("organizationalUnitArn", o)));

    /// <summary>The form of real records of this call.</summary>
    private static JsonObject Recorded(
        SandboxCall call,
        ImmutableArray<LaunchPermission> add,
        ImmutableArray<LaunchPermission> remove,
        string? description
    )
    {
        var recorded = new JsonObject
        {
            ["imageId"] = call.Input.Text("ImageId"),
            ["attributeType"] = description is null ? "launchPermission" : "description",
        };
        if (description is not null)
            recorded["description"] = new JsonObject { ["value"] = description };
        if (add.IsEmpty && remove.IsEmpty)
            return recorded;
        var permission = new JsonObject();
        if (!add.IsEmpty)
            permission["add"] = new JsonObject { ["items"] = Ec2Shapes.LaunchPermissions(add) };
        if (!remove.IsEmpty)
            permission["remove"] = new JsonObject { ["items"] = Ec2Shapes.LaunchPermissions(remove) };
        recorded["launchPermission"] = permission;
        return recorded;
    }
}
