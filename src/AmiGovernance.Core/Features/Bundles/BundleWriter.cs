using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Bundles;

/// <summary>Writes a bundle; the format is documented in docs/reference/bundle.md.</summary>
public static class BundleWriter
{
    public static byte[] Write(Bundle bundle) =>
        JsonText.WriteFile(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", Bundle.FormatVersion);
            writer.WriteString("made_at", bundle.MadeAt.IsoText());
            writer.WriteOptional("commit", bundle.Commit);
            writer.WriteBoolean("changed_since_commit", bundle.IsChanged);
            writer.WriteString("config", bundle.Config);
            writer.WriteString("policies", bundle.Policies);
            writer.WriteOptional("organization", bundle.Organization);
            writer.WriteString("mode", bundle.Mode);
            writer.WriteOptional("deployed_mode", bundle.DeployedMode);
            writer.WriteStrings("targets", bundle.Targets);
            writer.WriteObjects("exceptions", bundle.Ends, end => End(writer, end));
            writer.WriteObjects("files", bundle.Files, file => File(writer, file.Key, file.Value));
            if (bundle.Images is { } images)
                Inventory(writer, images);
            writer.WriteEndObject();
        });

    private static void End(Utf8JsonWriter writer, BundledEnd end)
    {
        writer.WriteString("account", end.Account.Value);
        writer.WriteString("ends_on", end.On.Text());
    }

    private static void File(Utf8JsonWriter writer, string path, string text)
    {
        writer.WriteString("path", path);
        writer.WriteString("text", text);
    }

    private static void Inventory(Utf8JsonWriter writer, BundledImages inventory)
    {
        writer.WriteStartObject("inventory");
        writer.WriteString("scanned_at", inventory.ScannedAt.IsoText());
        writer.WriteString("depth", inventory.Depth.Name());
        writer.WriteString("organization", inventory.Organization);
        writer.WriteObjects("images", inventory.Images, image => Image(writer, image));
        writer.WriteEndObject();
    }

    private static void Image(Utf8JsonWriter writer, InventoriedImage image)
    {
        writer.WriteString("account", image.Account.Value);
        writer.WriteString("region", image.Region.Value);
        writer.WriteString("image_id", image.ImageId.Value);
        writer.WriteString("owner", image.Owner.Value);
        writer.WriteOptional("owner_alias", image.OwnerAlias);
        writer.WriteOptional("name", image.Name.Length == 0 ? null : image.Name);
        writer.WriteString("state", image.State);
        writer.WriteOptional("architecture", image.Architecture);
        writer.WriteBoolean("public", image.IsPublic);
        writer.WriteOptional("created_at", image.CreationDate?.IsoText());
        writer.WriteOptional("deprecated_at", image.DeprecationTime?.IsoText());
        writer.WriteStrings("shared_with", (image.LaunchPermissions ?? []).Select(p => p.ToString()));
    }
}
