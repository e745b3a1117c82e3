using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>The structures of the EC2 API, with the names of its XML.</summary>
internal static class Ec2Shapes
{
    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> shape) => new([.. items.Select(shape)]);

    public static JsonArray Texts(IEnumerable<string> texts) => List(texts, t => JsonValue.Create(t));

    public static JsonObject Page<T>(string name, Page<T> page, Func<T, JsonNode?> shape) =>
        new() { [name] = List(page.Items, shape), ["nextToken"] = page.NextToken };

    /// <summary>Null, and so left out, where there are none.</summary>
    public static JsonArray? Tags(ImmutableSortedDictionary<string, string> tags) =>
        tags.IsEmpty ? null : List(tags, t => new JsonObject { ["key"] = t.Key, ["value"] = t.Value });

    public static JsonObject Return => new() { ["return"] = true };

    public static JsonArray LaunchPermissions(IEnumerable<LaunchPermission> permissions) =>
        List(permissions, p => new JsonObject { [p.Kind] = p.Value });

    public static JsonObject Instance(SandboxInstance instance) =>
        new()
        {
            ["instanceId"] = instance.Id,
            ["imageId"] = instance.ImageId.Value,
            ["instanceState"] = State(instance.State),
            ["instanceType"] = instance.InstanceType,
            ["launchTime"] = instance.LaunchTime,
            ["placement"] = new JsonObject
            {
                ["availabilityZone"] = instance.AvailabilityZone,
                ["tenancy"] = "default",
            },
            ["subnetId"] = Networks.SubnetOf(instance.Place),
            ["vpcId"] = Networks.VpcOf(instance.Place),
            ["architecture"] = instance.Image?.Architecture ?? SandboxImage.DefaultArchitecture,
            ["platform"] = instance.Image?.Platform.Platform,
            ["platformDetails"] = Platform(instance).Details,
            ["usageOperation"] = Platform(instance).Operation,
            ["rootDeviceType"] = "ebs",
            ["rootDeviceName"] = ImageShape.RootDeviceName,
            ["virtualizationType"] = "hvm",
            ["clientToken"] = instance.ClientToken,
            ["tagSet"] = Tags(instance.Tags),
        };

    public static ImagePlatform Platform(SandboxInstance instance) => instance.Image?.Platform ?? ImagePlatform.Linux;

    /// <summary>Instances of one launch.</summary>
    public static JsonObject Reservation(IReadOnlyCollection<SandboxInstance> instances)
    {
        var first = instances.First();
        return new JsonObject
        {
            ["reservationId"] = first.ReservationId,
            ["ownerId"] = first.Account.Value,
            ["instancesSet"] = List(instances, Instance),
        };
    }

    /// <summary>EC2 API reference, "InstanceState".</summary>
    public static JsonObject State(string state) =>
        new()
        {
            ["code"] = state switch
            {
                "pending" => 0,
                SandboxInstance.Running => 16,
                "shutting-down" => 32,
                SandboxInstance.Terminated => 48,
                "stopped" => 80,
                _ => 64,
            },
            ["name"] = state,
        };

    public static JsonObject Criterion(ImageCriterion criterion)
    {
        var shape = new JsonObject();
        AddTexts(shape, "imageProviderSet", [.. criterion.Providers.Select(Provider)]);
        if (criterion.Criteria is not { } more)
            return shape;
        AddTexts(shape, "imageNameSet", more.ImageNames);
        AddTexts(shape, "marketplaceProductCodeSet", more.MarketplaceProductCodes);
        if (more.MaximumDaysSinceCreated is { } created)
            shape["creationDateCondition"] = new JsonObject { ["maximumDaysSinceCreated"] = created };
        if (more.MaximumDaysSinceDeprecated is { } deprecated)
            shape["deprecationTimeCondition"] = new JsonObject { ["maximumDaysSinceDeprecated"] = deprecated };
        return shape;
    }

    public static string ApiName(AllowedImagesState? state) =>
        state switch
        {
            AllowedImagesState.Enabled => "enabled",
            AllowedImagesState.AuditMode => "audit-mode",
            _ => "disabled",
        };

    private static void AddTexts(JsonObject shape, string name, ImmutableArray<string> texts)
    {
        if (!texts.IsEmpty)
            shape[name] = Texts(texts);
    }

    /// <summary>Declarative policies spell aliases with underscores, the EC2 API with hyphens; `none` is no owner.</summary>
    private static string Provider(string name) => OwnerId.TryParse(name, out var owner) ? owner.IamName : name;
}
