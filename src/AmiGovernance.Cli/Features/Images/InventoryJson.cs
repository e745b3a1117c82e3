using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The parts of JSON documents on the inventory.</summary>
internal static class InventoryJson
{
    public static ScanPart Scan(OpenInventory inventory) => ScanPart.Of(inventory.Scan, inventory.Ledger);

    public static ImagePart Of(ListedImage image) =>
        new(
            image.Account,
            image.AccountName,
            image.Region,
            image.ImageId,
            image.Name,
            image.Owner,
            image.State,
            image.IsPublic,
            image.IsEncrypted,
            image.CreatedAt.IfAny(),
            image.LastLaunchedAt.IfAny(),
            [.. image.Findings.Select(ImageFindingPart.Of)]
        );

    public static SettingsPart Of(ListedSettings settings) =>
        new(
            settings.Account,
            settings.AccountName,
            settings.Region,
            settings.BlockPublicAccess,
            settings.BlockPublicAccessManagedBy,
            settings.AllowedImages,
            settings.AllowedImagesManagedBy,
            settings.Kinds
        )
        {
            Attributes = Attributes(settings).ToDictionary(StringComparer.Ordinal),
        };

    private static IEnumerable<KeyValuePair<string, object>> Attributes(ListedSettings settings)
    {
        foreach (var (name, found) in settings.Attributes)
        {
            yield return new(name, found.Value);
            yield return new($"{name}_managed_by", found.ManagedBy);
        }
    }

    public static InventoryChangePart Of(InventoryChange change) =>
        new(
            change.Word,
            change.Finding?.Name(),
            change.Account,
            change.AccountName,
            change.Region,
            change.ImageId.IfAny(),
            change.Name.IfAny(),
            change.Detail.IfAny()
        );

    public static ImageVersionPart Of(ImageVersion version)
    {
        var fields = version.Fields.ToDictionary(f => f.Column, f => f.Value);
        return new ImageVersionPart(
            version.Account,
            version.Region,
            version.FromScan,
            version.UntilScan,
            fields["name"],
            fields["owner"],
            fields["owner_alias"],
            fields["description"],
            fields["state"],
            fields["public"],
            fields["created_at"],
            fields["deprecated_at"],
            fields["last_launched_at"],
            fields["encrypted"],
            fields["snapshots"],
            fields["source_image"],
            fields["source_instance"],
            fields["architecture"]
        );
    }
}
