using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Sandbox.World;

/// <summary>Writes the EC2 part of a world file.</summary>
internal sealed class Ec2Writer(Utf8JsonWriter json, Ec2World ec2)
{
    public void Write()
    {
        json.WriteObjects("images", ec2.Images.Concat(ec2.Deregistered), WriteImage);
        json.WriteObjects("instances", ec2.Instances, WriteInstance);
        json.WriteObjects("launch_templates", ec2.LaunchTemplates, WriteTemplate);
        json.WriteObjects("settings", ec2.Settings.OrderBy(s => s.Key), s => WriteSettings(s.Key, s.Value));
    }

    private void WriteImage(SandboxImage image)
    {
        json.WriteString("id", image.Id.Value);
        json.WriteString("region", image.Region.Value);
        json.WriteString("owner", image.OwnerId.Value);
        json.WriteWhenSet("owner_alias", image.OwnerAlias);
        json.WriteString("name", image.Name);
        json.WriteWhenNot("", "description", image.Description);
        json.WriteWhenNot(SandboxImage.Available, "state", image.State);
        json.WriteWhenNot(SandboxImage.DefaultArchitecture, "architecture", image.Architecture);
        json.WriteWhenNot(ImagePlatform.Linux.Details, "platform_details", image.Platform.Details);
        json.WriteString("created", image.CreationDate.IsoText());
        json.WriteWhenSet("deprecated", image.DeprecationTime);
        json.WriteWhenSet("last_launched", image.LastLaunched);
        json.WriteWhenAny("launch_permissions", [.. image.LaunchPermissions.Select(p => p.Value)]);
        json.WriteWhenSet("source_image", image.SourceImageId?.Value);
        json.WriteWhenSet("source_region", image.SourceImageRegion?.Value);
        json.WriteWhenSet("source_instance", image.SourceInstanceId);
        json.WriteWhenNot(true, "encrypted", image.Encrypted);
        json.WriteWhenNot(false, "public_snapshot", image.PublicSnapshot);
        json.WriteWhenNot(false, "deregistration_protection", image.DeregistrationProtection);
        json.WriteWhenAny("product_codes", image.ProductCodes);
        if (!image.Watermarks.IsEmpty)
            json.WriteObjects("watermarks", image.Watermarks, WriteWatermark);
        json.WriteTags(image.Tags);
        json.WriteTags(image.SnapshotTags, "snapshot_tags");
        json.WriteWhenNot(false, "deregistered", image.IsDeregistered);
    }

    private void WriteWatermark(WatermarkFacts watermark)
    {
        json.WriteString("key", watermark.WatermarkKey);
        json.WriteString("source_image_region", watermark.SourceImageRegion);
        json.WriteString("source_image_created", watermark.SourceImageCreationTime.IsoText());
        json.WriteString("created", watermark.WatermarkCreationTime.IsoText());
    }

    private void WriteInstance(SandboxInstance instance)
    {
        json.WriteString("id", instance.Id);
        WritePlace(instance.Place);
        json.WriteString("image", instance.ImageId.Value);
        json.WriteString("type", instance.InstanceType);
        json.WriteString("launched", instance.LaunchTime.IsoText());
        json.WriteWhenNot(SandboxInstance.Running, "state", instance.State);
        json.WriteWhenSet("reservation", instance.Reservation);
        json.WriteWhenSet("client_token", instance.ClientToken);
        json.WriteTags(instance.Tags);
    }

    private void WriteTemplate(LaunchTemplate template)
    {
        json.WriteString("id", template.Id);
        json.WriteString("name", template.Name);
        WritePlace(template.Place);
        json.WriteString("created", template.Created.IsoText());
        json.WriteWhenSet("created_by", template.Creator);
        json.WriteNumber("default_version", template.DefaultVersion);
        json.WriteObjects("versions", template.Versions, WriteVersion);
        json.WriteTags(template.Tags);
    }

    private void WriteVersion(LaunchTemplateVersion version)
    {
        json.WriteNumber("number", version.Number);
        json.WriteWhenSet("image", version.ImageId);
        json.WriteWhenSet("type", version.InstanceType);
        json.WriteString("created", version.Created.IsoText());
        json.WriteWhenSet("created_by", version.Creator);
        json.WriteWhenSet("description", version.Description);
    }

    private void WriteSettings(Place place, RegionSettings settings)
    {
        WritePlace(place);
        foreach (var (name, state) in settings.States)
            json.WriteString(name, state);
        json.WriteString("allowed_images", settings.AllowedImages.Name());
        if (!settings.Criteria.IsEmpty)
            json.WriteObjects("criteria", settings.Criteria, WriteCriterion);
    }

    private void WriteCriterion(ImageCriterion criterion)
    {
        json.WriteStrings("providers", criterion.Providers);
        if (criterion.Criteria is not { } more)
            return;
        json.WriteWhenAny("image_names", more.ImageNames);
        json.WriteWhenAny("marketplace_product_codes", more.MarketplaceProductCodes);
        json.WriteWhenSet("maximum_days_since_created", more.MaximumDaysSinceCreated);
        json.WriteWhenSet("maximum_days_since_deprecated", more.MaximumDaysSinceDeprecated);
    }

    private void WritePlace(Place place)
    {
        json.WriteString("account", place.Account.Value);
        json.WriteString("region", place.Region.Value);
    }
}
