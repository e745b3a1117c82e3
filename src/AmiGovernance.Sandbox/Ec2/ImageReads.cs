using System.Text.Json.Nodes;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>Reading images. Reads may lag behind changes (<see cref="SandboxWorld.ReadLag"/>).</summary>
internal sealed class ImageReads(SandboxWorld world, Guard guard) : Ec2Calls(world, guard)
{
    private static readonly FilterTable<SandboxImage> Filters = new(
        i => i.Tags,
        new()
        {
            ["architecture"] = i => [i.Architecture],
            ["block-device-mapping.delete-on-termination"] = _ => ["true"],
            ["block-device-mapping.device-name"] = _ => [ImageShape.RootDeviceName],
            ["block-device-mapping.encrypted"] = i => [Text(i.Encrypted)],
            ["block-device-mapping.snapshot-id"] = i => [i.SnapshotId],
            ["block-device-mapping.volume-size"] = _ => ["8"],
            ["block-device-mapping.volume-type"] = _ => ["gp3"],
            ["boot-mode"] = _ => [],
            ["creation-date"] = i => [i.CreationDate.WireText()],
            ["description"] = i => [i.Description],
            ["ena-support"] = _ => ["true"],
            ["free-tier-eligible"] = _ => ["false"],
            ["hypervisor"] = _ => ["xen"],
            ["image-id"] = i => [i.Id.Value],
            ["image-type"] = _ => ["machine"],
            ["image-watermark-key"] = i => i.Watermarks.Select(w => w.WatermarkKey),
            ["imds-support"] = _ => [],
            ["is-public"] = i => [Text(i.IsPublic)],
            ["kernel-id"] = _ => [],
            ["manifest-location"] = i => [ImageShape.Location(i)],
            ["name"] = i => [i.Name],
            ["owner-alias"] = i => [i.OwnerAlias],
            ["owner-id"] = i => [i.OwnerId.Value],
            ["platform"] = i => [i.Platform.Platform],
            ["platform-details"] = i => [i.Platform.Details],
            ["product-code"] = i => i.ProductCodes,
            ["product-code.type"] = i => i.ProductCodes.Select(_ => "marketplace"),
            ["ramdisk-id"] = _ => [],
            ["root-device-name"] = _ => [ImageShape.RootDeviceName],
            ["root-device-type"] = _ => ["ebs"],
            ["source-image-id"] = i => [i.SourceImageId?.Value],
            ["source-image-region"] = i => [i.SourceImageRegion?.Value],
            ["source-instance-id"] = i => [i.SourceInstanceId],
            ["sriov-net-support"] = _ => [],
            ["state"] = i => [i.State],
            ["state-reason-code"] = _ => [],
            ["state-reason-message"] = _ => [],
            ["tpm-support"] = _ => [],
            ["usage-operation"] = i => [i.Platform.Operation],
            ["virtualization-type"] = _ => ["hvm"],
        }
    );

    public override IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["DescribeImages"] = Describe,
            ["DescribeImageAttribute"] = DescribeAttribute,
        };

    private static string Text(bool flag) => flag ? "true" : "false";

    private JsonObject Describe(SandboxCall call)
    {
        Begin(call);
        var state = Guard.AllowedImagesIn(call.Place).Policy.State;
        var isGoverned = state is AllowedImagesState.AuditMode or AllowedImagesState.Enabled;
        // EC2 user guide, "Allowed AMIs": when it is enabled, images that are not allowed are not found at all.
        var hidesOthers = state == AllowedImagesState.Enabled;

        bool IsAllowed(SandboxImage image) =>
            Guard.Decide(image, call.Place).Verdict is not (ImageVerdict.MarkedOnly or ImageVerdict.Denied);
        bool IsHidden(SandboxImage image) => hidesOthers && !IsAllowed(image);
        bool? Allowed(SandboxImage image) => isGoverned ? IsAllowed(image) : null;

        var holds = Filters.Of(call.Input, Allowed);
        var found = new ImageSearch(World, call, IsHidden).Find().Where(holds);
        return Ec2Shapes.Page("imagesSet", Paging.Ec2.Of(call, found), i => ImageShape.Of(i, Allowed(i)));
    }

    private JsonObject DescribeAttribute(SandboxCall call)
    {
        var attribute = call.Input.Required("Attribute");
        var own = OwnImage(call);
        var image = World.Seen(own) ?? throw NoImage(own.Id.Value);
        return new JsonObject { ["imageId"] = image.Id.Value, [attribute] = Attribute(image, attribute) };
    }

    /// <summary>EC2 API reference, "DescribeImageAttribute"; an empty element is an attribute that is not set.</summary>
    private static JsonNode Attribute(SandboxImage image, string name) =>
        name switch
        {
            "launchPermission" => Ec2Shapes.LaunchPermissions(image.LaunchPermissions),
            "description" => new JsonObject { ["value"] = image.Description },
            "deregistrationProtection" => new JsonObject { ["value"] = ImageShape.DeregistrationProtection(image) },
            "lastLaunchedTime" => new JsonObject { ["value"] = image.LastLaunched?.WireText() },
            "productCodes" => ImageShape.ProductCodes(image),
            "bootMode" or "imdsSupport" or "kernel" or "ramdisk" => new JsonObject(),
            "sriovNetSupport" or "tpmSupport" or "uefiData" => new JsonObject(),
            // "The blockDeviceMapping attribute is deprecated. Using this attribute returns the Client.AuthFailure error."
            "blockDeviceMapping" => throw new SandboxException(
                "AuthFailure",
                $"Not authorized for image:{image.Id}",
                403
            ),
            _ => throw InvalidValue($"Value ({name}) for parameter attribute is invalid. Unknown attribute."),
        };
}
