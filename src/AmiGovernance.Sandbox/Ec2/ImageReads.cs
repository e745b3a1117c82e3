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
            ["block-device-mapping.snapshot-id"] = i => [i.SnapshotId],
            ["block-device-mapping.encrypted"] = i => [Text(i.Encrypted)],
            ["creation-date"] = i => [i.CreationDate.WireText()],
            ["description"] = i => [i.Description],
            ["ena-support"] = _ => ["true"],
            ["hypervisor"] = _ => ["xen"],
            ["image-id"] = i => [i.Id.Value],
            ["image-type"] = _ => ["machine"],
            ["is-public"] = i => [Text(i.IsPublic)],
            ["name"] = i => [i.Name],
            ["owner-alias"] = i => [i.OwnerAlias],
            ["owner-id"] = i => [i.OwnerId.Value],
            ["product-code"] = i => i.ProductCodes,
            ["root-device-type"] = _ => ["ebs"],
            ["source-image-id"] = i => [i.SourceImageId?.Value],
            ["source-image-region"] = i => [i.SourceImageRegion?.Value],
            ["source-instance-id"] = i => [i.SourceInstanceId],
            ["state"] = i => [i.State],
            ["virtualization-type"] = _ => ["hvm"],
            ["image-watermark-key"] = i => i.Watermarks.Select(w => w.WatermarkKey),
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

    private static JsonNode Attribute(SandboxImage image, string name) =>
        name switch
        {
            "launchPermission" => Ec2Shapes.LaunchPermissions(image.LaunchPermissions),
            "description" => new JsonObject { ["value"] = image.Description },
            "deregistrationProtection" => new JsonObject { ["value"] = ImageShape.DeregistrationProtection(image) },
            "productCodes" => ImageShape.ProductCodes(image),
            _ => throw InvalidValue($"Value ({name}) for parameter attribute is invalid. Unknown attribute."),
        };
}
