using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>An image as DescribeImages shows it.</summary>
internal static class ImageShape
{
    public const string RootDeviceName = "/dev/xvda";

    public static string Location(SandboxImage image) => $"{image.OwnerId}/{image.Name}";

    /// <param name="allowed">Null while Allowed AMIs is disabled.</param>
    public static JsonObject Of(SandboxImage image, bool? allowed) =>
        new()
        {
            ["imageId"] = image.Id.Value,
            ["imageLocation"] = Location(image),
            ["imageState"] = image.State,
            ["imageOwnerId"] = image.OwnerId.Value,
            ["imageOwnerAlias"] = image.OwnerAlias,
            ["isPublic"] = image.IsPublic,
            ["creationDate"] = image.CreationDate,
            ["name"] = image.Name,
            ["description"] = image.Description.Length > 0 ? image.Description : null,
            ["architecture"] = image.Architecture,
            ["imageType"] = "machine",
            ["platform"] = image.Platform.Platform,
            ["platformDetails"] = image.Platform.Details,
            ["usageOperation"] = image.Platform.Operation,
            ["rootDeviceType"] = "ebs",
            ["rootDeviceName"] = RootDeviceName,
            ["virtualizationType"] = "hvm",
            ["hypervisor"] = "xen",
            ["enaSupport"] = true,
            ["blockDeviceMapping"] = new JsonArray(RootDevice(image)),
            ["productCodes"] = image.ProductCodes.IsEmpty ? null : ProductCodes(image),
            ["deprecationTime"] = image.DeprecationTime,
            ["deregistrationProtection"] = DeregistrationProtection(image),
            ["lastLaunchedTime"] = image.LastLaunched,
            ["sourceImageId"] = image.SourceImageId?.Value,
            ["sourceImageRegion"] = image.SourceImageRegion?.Value,
            ["sourceInstanceId"] = image.SourceInstanceId,
            ["imageAllowed"] = allowed,
            ["imageWatermarkSet"] = image.Watermarks.IsEmpty ? null : Ec2Shapes.List(image.Watermarks, Watermark),
            ["tagSet"] = Ec2Shapes.Tags(image.Tags),
        };

    public static JsonArray ProductCodes(SandboxImage image) =>
        Ec2Shapes.List(image.ProductCodes, c => new JsonObject { ["productCode"] = c, ["type"] = "marketplace" });

    public static string DeregistrationProtection(SandboxImage image) =>
        image.DeregistrationProtection ? "enabled" : "disabled";

    private static JsonObject RootDevice(SandboxImage image) =>
        new()
        {
            ["deviceName"] = RootDeviceName,
            ["ebs"] = new JsonObject
            {
                ["snapshotId"] = image.SnapshotId,
                ["encrypted"] = image.Encrypted,
                ["volumeSize"] = 8,
                ["volumeType"] = "gp3",
                ["deleteOnTermination"] = true,
            },
        };

    private static JsonObject Watermark(WatermarkFacts watermark) =>
        new()
        {
            ["watermarkKey"] = watermark.WatermarkKey,
            ["sourceImageRegion"] = watermark.SourceImageRegion,
            ["sourceImageCreationTime"] = watermark.SourceImageCreationTime.IsoText(),
            ["watermarkCreationTime"] = watermark.WatermarkCreationTime.IsoText(),
        };
}
