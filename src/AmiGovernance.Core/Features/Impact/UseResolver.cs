using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>
/// From what refers to what to the images behind it: groups to template versions, versions to parameters, parameters to images.
/// </summary>
internal sealed class UseResolver(AccountId account, RegionName region, RegionLaunchers read)
{
    private const string Resolve = "resolve:ssm:";

    /// <summary>AWS's own parameters, such as those of Amazon Linux, are in no account.</summary>
    private const string AwsParameters = "/aws/";

    private readonly Dictionary<string, string> parameters = read
        .Parameters.GroupBy(p => p.Name, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.First().ImageId, StringComparer.Ordinal);
    private readonly Dictionary<string, string> configurations = read.LaunchConfigurations.ToDictionary(
        c => c.Name,
        c => c.ImageId,
        StringComparer.Ordinal
    );

    /// <summary>Every use; a launcher with several images is one for each.</summary>
    public ImmutableArray<ImageUse> Uses() =>
        [
            .. read.Launchers.SelectMany(Of),
            .. read.Templates.Where(t => t.ImageId.Length > 0 && (t.IsDefault || t.IsLatest)).Select(Of),
            .. UnusedConfigurations(),
            .. OwnParameters(),
            .. LoneInstances(),
        ];

    /// <summary>The versions that launchers refer to and that are not among those read.</summary>
    public static ImmutableArray<TemplateReference> Missing(RegionLaunchers read) =>
        [
            .. read
                .Launchers.SelectMany(l => l.Templates)
                .Distinct()
                .Where(r => Find(read, r) is null)
                .OrderBy(r => r.Id, StringComparer.Ordinal)
                .ThenBy(r => r.Name, StringComparer.Ordinal)
                .ThenBy(r => r.Version, StringComparer.Ordinal),
        ];

    /// <summary>The parameters that images are taken from, and that are not among those read.</summary>
    public static ImmutableArray<string> ParametersOf(RegionLaunchers read) =>
        [
            .. read
                .Templates.Select(t => t.ImageId)
                .Concat(read.Launchers.SelectMany(l => l.Images))
                .Where(i => i.StartsWith(Resolve, StringComparison.Ordinal))
                .Select(i => i[Resolve.Length..])
                .Except(read.Parameters.Select(p => p.Name))
                .Order(StringComparer.Ordinal),
        ];

    private IEnumerable<ImageUse> Of(Launcher launcher) =>
        ImagesOf(launcher)
            .Distinct()
            .Select(named =>
                Use(launcher.Kind, launcher.Name, named.Image) with
                {
                    Urgency = launcher.Urgency,
                    Instances = launcher.Instances,
                    Detail = named.Detail,
                    ServiceLinkedRole = ServiceLinkedRoleOf(launcher.Kind),
                }
            );

    private IEnumerable<(string Image, string Detail)> ImagesOf(Launcher launcher)
    {
        if (launcher.LaunchConfiguration is { } configuration)
            yield return (configurations.GetValueOrDefault(configuration, ""), $"launch configuration {configuration}");
        foreach (var reference in launcher.Templates)
        {
            var version = Find(read, reference);
            // A template may leave the image to its user, who then names it.
            if (version is { ImageId.Length: 0 } && !launcher.Images.IsEmpty)
                continue;
            var template = version?.TemplateName ?? reference.Title;
            yield return (version?.ImageId ?? "", $"launch template {template}, version {reference.Version}");
        }
        foreach (var image in launcher.Images)
            yield return (image, "");
    }

    private static string ServiceLinkedRoleOf(UseKind launcher) =>
        launcher switch
        {
            UseKind.AutoScalingGroup => "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
            UseKind.Ec2Fleet => "ec2fleet.amazonaws.com/AWSServiceRoleForEC2Fleet",
            UseKind.SpotFleet => "spotfleet.amazonaws.com/AWSServiceRoleForEC2SpotFleet",
            _ => "spot.amazonaws.com/AWSServiceRoleForEC2Spot",
        };

    private ImageUse Of(TemplateVersion version) =>
        Use(UseKind.LaunchTemplate, version.TemplateName, version.ImageId) with
        {
            // Who launches by a template takes the default version unless another is named.
            Urgency = version.IsDefault ? Urgency.NextUse : Urgency.Idle,
            Instances = 0,
            Detail = string.Create(CultureInfo.InvariantCulture, $"version {version.Number} ({Which(version)})"),
        };

    private static string Which(TemplateVersion version) =>
        (version.IsDefault, version.IsLatest) switch
        {
            (true, true) => "default and latest",
            (true, false) => "default",
            _ => "latest",
        };

    private IEnumerable<ImageUse> UnusedConfigurations()
    {
        var used = read.Launchers.Select(l => l.LaunchConfiguration).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return read
            .LaunchConfigurations.Where(c => !used.Contains(c.Name))
            .Select(c =>
                Use(UseKind.LaunchConfiguration, c.Name, c.ImageId) with
                {
                    Urgency = Urgency.Idle,
                    Instances = 0,
                }
            );
    }

    private IEnumerable<ImageUse> OwnParameters() =>
        read
            .Parameters.Where(p => !p.Name.StartsWith(AwsParameters, StringComparison.Ordinal))
            .Where(p => ImageId.IsValid(p.ImageId))
            .Select(p => Use(UseKind.Parameter, p.Name, p.ImageId) with { Urgency = Urgency.NextUse, Instances = 0 });

    /// <summary>Those of a group are replaced by it.</summary>
    private IEnumerable<ImageUse> LoneInstances() =>
        read
            .Instances.Where(i => i.Group.Length == 0)
            .Select(i => Use(UseKind.Instance, i.Id, i.ImageId) with { Urgency = Urgency.Rebuild, Detail = i.Name });

    private ImageUse Use(UseKind kind, string name, string image)
    {
        if (!image.StartsWith(Resolve, StringComparison.Ordinal))
            return new ImageUse(kind, account, region, name, IdIn(image));
        var parameter = image[Resolve.Length..];
        var value = parameters.GetValueOrDefault(parameter, "");
        return new ImageUse(kind, account, region, name, IdIn(value)) { Detail = $"parameter {parameter}" };
    }

    private static ImageId? IdIn(string text) => ImageId.TryParse(text, out var id) ? id : null;

    private static TemplateVersion? Find(RegionLaunchers read, TemplateReference reference) =>
        read
            .Templates.Where(t =>
                reference.Id.Length > 0 ? t.TemplateId == reference.Id : t.TemplateName == reference.Name
            )
            .FirstOrDefault(t => IsMeant(t, reference.Version));

    private static bool IsMeant(TemplateVersion version, string reference) =>
        reference switch
        {
            "$Latest" => version.IsLatest,
            "$Default" or "" => version.IsDefault,
            _ => version.Number.ToString(CultureInfo.InvariantCulture) == reference,
        };
}
