using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The structures of the EC2 API, with the names of its XML.</summary>
internal static class Ec2Shapes
{
    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> shape) => new([.. items.Select(shape)]);

    public static JsonArray Texts(IEnumerable<string> texts) => List(texts, t => JsonValue.Create(t));

    /// <summary>Null, and so left out, where there are none.</summary>
    public static JsonArray? Tags(ImmutableSortedDictionary<string, string> tags) =>
        tags.IsEmpty ? null : List(tags, t => new JsonObject { ["key"] = t.Key, ["value"] = t.Value });

    public static JsonObject Return => new() { ["return"] = true };

    /// <param name="allowed">Null while Allowed AMIs is disabled.</param>
    public static JsonObject Image(SandboxImage image, bool? allowed) =>
        new()
        {
            ["imageId"] = image.Id,
            ["imageLocation"] = $"{image.OwnerId}/{image.Name}",
            ["imageState"] = image.State,
            ["imageOwnerId"] = image.OwnerId,
            ["imageOwnerAlias"] = image.OwnerAlias,
            ["isPublic"] = image.IsPublic,
            ["creationDate"] = image.CreationDate,
            ["name"] = image.Name,
            ["description"] = image.Description.Length > 0 ? image.Description : null,
            ["architecture"] = image.Architecture,
            ["imageType"] = "machine",
            ["rootDeviceType"] = "ebs",
            ["rootDeviceName"] = "/dev/xvda",
            ["virtualizationType"] = "hvm",
            ["hypervisor"] = "xen",
            ["enaSupport"] = true,
            ["blockDeviceMapping"] = new JsonArray(
                new JsonObject
                {
                    ["deviceName"] = "/dev/xvda",
                    ["ebs"] = new JsonObject
                    {
                        ["snapshotId"] = image.SnapshotId,
                        ["encrypted"] = image.Encrypted,
                        ["volumeSize"] = 8,
                        ["volumeType"] = "gp3",
                        ["deleteOnTermination"] = true,
                    },
                }
            ),
            ["productCodes"] = image.ProductCodes.IsEmpty
                ? null
                : List(image.ProductCodes, c => new JsonObject { ["productCode"] = c, ["type"] = "marketplace" }),
            ["deprecationTime"] = image.DeprecationTime,
            ["deregistrationProtection"] = image.DeregistrationProtection ? "enabled" : "disabled",
            ["lastLaunchedTime"] = image.LastLaunched,
            ["sourceImageId"] = image.SourceImageId,
            ["sourceImageRegion"] = image.SourceImageRegion,
            ["sourceInstanceId"] = image.SourceInstanceId,
            ["imageAllowed"] = allowed,
            ["imageWatermarkSet"] = image.Watermarks.IsEmpty
                ? null
                : List(
                    image.Watermarks,
                    w => new JsonObject
                    {
                        ["watermarkKey"] = w.WatermarkKey,
                        ["sourceImageRegion"] = w.SourceImageRegion,
                        ["sourceImageCreationTime"] = w.SourceImageCreationTime.IsoText(),
                        ["watermarkCreationTime"] = w.WatermarkCreationTime.IsoText(),
                    }
                ),
            ["tagSet"] = Tags(image.Tags),
        };

    public static JsonArray LaunchPermissions(IEnumerable<LaunchPermission> permissions) =>
        List(permissions, p => new JsonObject { [p.Kind] = p.Value });

    public static JsonObject Instance(SandboxInstance instance) =>
        new()
        {
            ["instanceId"] = instance.Id,
            ["imageId"] = instance.ImageId,
            ["instanceState"] = State(instance.State),
            ["instanceType"] = instance.InstanceType,
            ["launchTime"] = instance.LaunchTime,
            ["placement"] = new JsonObject { ["availabilityZone"] = $"{instance.Region}a", ["tenancy"] = "default" },
            ["subnetId"] = Networks.SubnetOf(instance.Account, instance.Region),
            ["vpcId"] = Networks.VpcOf(instance.Account, instance.Region),
            ["architecture"] = instance.Image?.Architecture ?? "x86_64",
            ["rootDeviceType"] = "ebs",
            ["rootDeviceName"] = "/dev/xvda",
            ["virtualizationType"] = "hvm",
            ["tagSet"] = Tags(instance.Tags),
        };

    public static JsonObject State(string state) =>
        new()
        {
            ["code"] = state switch
            {
                "pending" => 0,
                "running" => 16,
                "shutting-down" => 32,
                "terminated" => 48,
                "stopped" => 80,
                _ => 64,
            },
            ["name"] = state,
        };

    public static JsonObject Criterion(ImageCriterion criterion) =>
        new()
        {
            ["imageProviderSet"] = criterion.Providers.IsEmpty
                ? null
                : Texts(criterion.Providers.Select(p => OwnerAliases.FromDeclarativeName(p)?.IamName() ?? p)),
            ["imageNameSet"] = criterion.Criteria is { ImageNames: { IsEmpty: false } names } ? Texts(names) : null,
            ["marketplaceProductCodeSet"] = criterion.Criteria is { MarketplaceProductCodes: { IsEmpty: false } codes }
                ? Texts(codes)
                : null,
            ["creationDateCondition"] = criterion.Criteria?.MaximumDaysSinceCreated is { } created
                ? new JsonObject { ["maximumDaysSinceCreated"] = created }
                : null,
            ["deprecationTimeCondition"] = criterion.Criteria?.MaximumDaysSinceDeprecated is { } deprecated
                ? new JsonObject { ["maximumDaysSinceDeprecated"] = deprecated }
                : null,
        };

    public static string ApiName(AllowedImagesState? state) =>
        state switch
        {
            AllowedImagesState.Enabled => "enabled",
            AllowedImagesState.AuditMode => "audit-mode",
            _ => "disabled",
        };
}
