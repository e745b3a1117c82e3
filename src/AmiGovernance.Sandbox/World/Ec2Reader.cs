using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Sandbox.World;

/// <summary>Reads the EC2 part of a world file: images, instances, launch templates, and the settings of accounts.</summary>
internal sealed class Ec2Reader(WorldSource source)
{
    private readonly Ec2World ec2 = source.World.Ec2;

    public void Fill()
    {
        foreach (var image in source.Objects("images", WorldKeys.Image))
            ReadImage(image);
        foreach (var instance in source.Objects("instances", WorldKeys.Instance))
            ReadInstance(instance);
        foreach (var template in source.Objects("launch_templates", WorldKeys.LaunchTemplate))
            ReadTemplate(template);
        foreach (var settings in source.Objects("settings", WorldKeys.Settings))
            ReadSettings(settings);
    }

    private void ReadImage(ObjectReader image)
    {
        if (
            source.Image(image, "id") is not { } id
            || source.Region(image) is not { } region
            || image.AccountId("owner") is not { } owner
            || WorldSource.Required(image, "name") is not { } name
        )
            return;
        if (ec2.Image(id) is not null)
            source.ReportTwice(image, "id", id.Value);
        var plain = new SandboxImage(id, region, owner, name, image.Time("created") ?? default);
        ec2.Put(WithSource(image, WithState(image, plain)));
    }

    private static SandboxImage WithState(ObjectReader image, SandboxImage plain) =>
        plain with
        {
            OwnerAlias = image.Text("owner_alias"),
            Description = image.Text("description") ?? plain.Description,
            State = image.Choice("state", SandboxImage.States) ?? plain.State,
            Architecture = image.Text("architecture") ?? plain.Architecture,
            Platform = ImagePlatform.Of(image.Choice("platform_details", ImagePlatform.Names)),
            DeprecationTime = image.Time("deprecated"),
            LastLaunched = image.Time("last_launched"),
            LaunchPermissions = [.. WorldSource.Texts(image, "launch_permissions").Select(LaunchPermission.Parse)],
            Encrypted = image.Boolean("encrypted") ?? plain.Encrypted,
            PublicSnapshot = image.Boolean("public_snapshot") ?? plain.PublicSnapshot,
            DeregistrationProtection = image.Boolean("deregistration_protection") ?? plain.DeregistrationProtection,
        };

    private SandboxImage WithSource(ObjectReader image, SandboxImage plain) =>
        plain with
        {
            SourceImageId = source.OptionalImage(image, "source_image"),
            SourceImageRegion = source.OptionalRegion(image, "source_region"),
            SourceInstanceId = image.Text("source_instance"),
            ProductCodes = [.. WorldSource.Texts(image, "product_codes")],
            Watermarks = [.. WorldSource.Objects(image, "watermarks", WorldKeys.Watermark).Select(Watermark)],
            Tags = WorldSource.Tags(image),
            SnapshotTags = WorldSource.Tags(image, "snapshot_tags"),
            IsDeregistered = image.Boolean("deregistered") ?? plain.IsDeregistered,
        };

    private static WatermarkFacts Watermark(ObjectReader watermark) =>
        new(
            WorldSource.Required(watermark, "key") ?? "",
            WorldSource.Required(watermark, "source_image_region") ?? "",
            watermark.Time("source_image_created") ?? default,
            watermark.Time("created") ?? default
        );

    private void ReadInstance(ObjectReader instance)
    {
        if (
            source.Id(instance, "id", "i-") is not { } id
            || source.Place(instance) is not { } place
            || source.Image(instance, "image") is not { } image
        )
            return;
        if (ec2.Instance(place, id) is not null)
            source.ReportTwice(instance, "id", id);
        var type = instance.Text("type") ?? "t3.micro";
        var read = new SandboxInstance(id, place, image, type, instance.Time("launched") ?? default);
        ec2.Put(
            read with
            {
                State = instance.Choice("state", SandboxInstance.States) ?? read.State,
                Reservation = source.OptionalId(instance, "reservation", "r-"),
                ClientToken = instance.Text("client_token"),
                Tags = WorldSource.Tags(instance),
                Image = ec2.Image(image),
            }
        );
    }

    private void ReadTemplate(ObjectReader template)
    {
        if (
            source.Id(template, "id", "lt-") is not { } id
            || WorldSource.Required(template, "name") is not { } name
            || source.Place(template) is not { } place
        )
            return;
        if (ec2.LaunchTemplate(place, id) is not null)
            source.ReportTwice(template, "id", id);
        var versions = WorldSource
            .Objects(template, "versions", WorldKeys.LaunchTemplateVersion)
            .Select(Version)
            .OrderBy(v => v.Number)
            .ToImmutableArray();
        if (versions.IsEmpty)
        {
            source.Report(template.Node, $"the launch template `{name}` has no version");
            return;
        }
        ec2.Put(
            new LaunchTemplate(id, name, place, template.Time("created") ?? default)
            {
                DefaultVersion = template.Integer("default_version", 1, int.MaxValue) ?? versions[0].Number,
                Creator = template.Text("created_by"),
                Versions = versions,
                Tags = WorldSource.Tags(template),
            }
        );
    }

    private static LaunchTemplateVersion Version(ObjectReader version, int index) =>
        new(
            version.Integer("number", 1, int.MaxValue) ?? index + 1,
            version.Text("image"),
            version.Text("type"),
            version.Time("created") ?? default
        )
        {
            Creator = version.Text("created_by"),
            Description = version.Text("description"),
        };

    private void ReadSettings(ObjectReader settings)
    {
        if (source.Place(settings) is not { } place)
            return;
        var unset = new RegionSettings();
        var allowed = settings.Choice("allowed_images", AllowedImagesStates.Names);
        ec2.Settings[place] = unset with
        {
            States = States(settings),
            AllowedImages = AllowedImagesStates.FromName(allowed) ?? unset.AllowedImages,
            Criteria = [.. WorldSource.Objects(settings, "criteria", WorldKeys.Criterion).Select(Criterion)],
        };
    }

    private static ImmutableSortedDictionary<string, string> States(ObjectReader settings)
    {
        var states = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var attribute in DeclarativeAttributes.WithState)
            if (settings.Choice(attribute.Name, attribute.Names) is { } state)
                states[attribute.Name] = state;
        return states.ToImmutable();
    }

    private static ImageCriterion Criterion(ObjectReader criterion)
    {
        var more = new ImageCriteria
        {
            ImageNames = [.. WorldSource.Texts(criterion, "image_names")],
            MarketplaceProductCodes = [.. WorldSource.Texts(criterion, "marketplace_product_codes")],
            MaximumDaysSinceCreated = criterion.Integer("maximum_days_since_created", 0, int.MaxValue),
            MaximumDaysSinceDeprecated = criterion.Integer("maximum_days_since_deprecated", 0, int.MaxValue),
        };
        return new ImageCriterion([.. WorldSource.Texts(criterion, "providers")], more);
    }
}
