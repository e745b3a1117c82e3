using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Bundles;

/// <summary>Reads the part of a bundle that says what an inventory knows.</summary>
internal static class BundledImagesReader
{
    private static readonly string[] Keys = ["scanned_at", "depth", "organization", "images"];

    private static readonly string[] RequiredOfImage = ["account", "region", "image_id", "owner", "state", "public"];

    private static readonly string[] OfImage =
    [
        .. RequiredOfImage,
        "owner_alias",
        "name",
        "architecture",
        "created_at",
        "deprecated_at",
        "shared_with",
    ];

    public static BundledImages? Read(ObjectReader root, JsonNode node)
    {
        if (root.Open(node, Keys) is not { } reader)
            return null;
        foreach (var key in Keys)
            reader.Require(key);
        var images = reader.List("images", 0).Select(n => Image(reader, n)).OfType<InventoriedImage>();
        return new BundledImages(
            reader.Time("scanned_at") ?? default,
            ScanDepths.FromName(reader.Choice("depth", ScanDepths.Names)) ?? default,
            reader.Text("organization") ?? "",
            [.. images]
        );
    }

    private static InventoriedImage? Image(ObjectReader reader, JsonNode node)
    {
        if (reader.Open(node, OfImage) is not { } entry)
            return null;
        foreach (var key in RequiredOfImage)
            entry.Require(key);
        if (entry.AccountId("account") is not { } account || entry.AccountId("owner") is not { } owner)
            return null;
        if (entry.Region("region") is not { } region || Id(entry) is not { } id)
            return null;
        var permissions = entry.List("shared_with", 0).Select(n => entry.Text(n)).OfType<string>();
        return new InventoriedImage(account, region, id)
        {
            Owner = owner,
            OwnerAlias = entry.Text("owner_alias"),
            Name = entry.Text("name") ?? "",
            State = entry.Text("state") ?? "",
            Architecture = entry.Text("architecture"),
            IsPublic = entry.Boolean("public") ?? false,
            CreationDate = entry.Time("created_at"),
            DeprecationTime = entry.Time("deprecated_at"),
            LaunchPermissions = [.. permissions.Select(LaunchPermission.Parse).OfType<LaunchPermission>()],
        };
    }

    private static ImageId? Id(ObjectReader entry)
    {
        if (entry.Text("image_id") is not { } text || entry.Node["image_id"] is not { } node)
            return null;
        if (ImageId.TryParse(text, out var id))
            return id;
        entry.Report(ConfigDiagnostics.UnknownValue, node, $"`{text}` is no id of an image");
        return null;
    }
}
