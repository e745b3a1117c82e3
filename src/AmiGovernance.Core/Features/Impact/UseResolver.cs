using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>From what refers to what to the images behind it: groups to template versions, versions to parameters, parameters to images.</summary>
public sealed class UseResolver(string account, string region, RegionLaunchers read)
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
    private readonly HashSet<string> usedConfigurations = new(StringComparer.Ordinal);

    /// <summary>Every use; a launcher with several images is one for each.</summary>
    public ImmutableArray<ImageUse> Uses()
    {
        ImmutableArray<ImageUse> launchers = [.. read.Launchers.SelectMany(Of)];
        return
        [
            .. launchers,
            .. read
                .Templates.Where(t => t.ImageId.Length > 0 && (t.IsDefault || t.IsLatest))
                .Select(Of)
                .OfType<ImageUse>(),
            .. read
                .LaunchConfigurations.Where(c => !usedConfigurations.Contains(c.Name))
                .Select(c =>
                    Use(UseKind.LaunchConfiguration, c.Name, c.ImageId) with
                    {
                        Urgency = Urgency.Idle,
                        Instances = 0,
                    }
                ),
            .. read
                .Parameters.Where(p =>
                    !p.Name.StartsWith(AwsParameters, StringComparison.Ordinal) && CallImages.IsImage(p.ImageId)
                )
                .Select(p =>
                    Use(UseKind.Parameter, p.Name, p.ImageId) with
                    {
                        Urgency = Urgency.NextUse,
                        Instances = 0,
                    }
                ),
            .. read
                .Instances.Where(i => i.Group.Length == 0)
                .Select(i =>
                    Use(UseKind.Instance, i.Id, i.ImageId) with
                    {
                        Urgency = Urgency.Rebuild,
                        Detail = i.Name,
                    }
                ),
        ];
    }

    /// <summary>The versions that launchers refer to and that are not among those read.</summary>
    public static ImmutableArray<TemplateReference> Missing(RegionLaunchers read) =>
        [
            .. read
                .Launchers.SelectMany(l => l.Templates)
                .Distinct()
                .Where(r => Find(read, r) is null)
                .OrderBy(r => r.Template, StringComparer.Ordinal)
                .ThenBy(r => r.Version, StringComparer.Ordinal),
        ];

    /// <summary>The parameters that images are taken from.</summary>
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

    private IEnumerable<ImageUse> Of(Launcher launcher)
    {
        var found = new List<(string Image, string Detail)>();
        if (launcher.LaunchConfiguration is { } configuration)
        {
            usedConfigurations.Add(configuration);
            found.Add((configurations.GetValueOrDefault(configuration, ""), $"launch configuration {configuration}"));
        }
        foreach (var reference in launcher.Templates)
        {
            var version = Find(read, reference);
            // A template may leave the image to its user, who then names it.
            if (version is { ImageId.Length: 0 } && !launcher.Images.IsEmpty)
                continue;
            found.Add(
                (
                    version?.ImageId ?? "",
                    $"launch template {version?.TemplateName ?? reference.Template}, version {reference.Version}"
                )
            );
        }
        found.AddRange(launcher.Images.Select(image => (image, "")));
        return found
            .Distinct()
            .Select(f =>
                Use(launcher.Kind, launcher.Name, f.Image) with
                {
                    Urgency = launcher.Urgency,
                    Instances = launcher.Instances,
                    Detail = f.Detail,
                    ServiceLinkedRole = launcher.Kind switch
                    {
                        UseKind.AutoScalingGroup => "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
                        UseKind.Ec2Fleet => "ec2fleet.amazonaws.com/AWSServiceRoleForEC2Fleet",
                        UseKind.SpotFleet => "spotfleet.amazonaws.com/AWSServiceRoleForEC2SpotFleet",
                        _ => "spot.amazonaws.com/AWSServiceRoleForEC2Spot",
                    },
                }
            );
    }

    private ImageUse Of(TemplateVersion version)
    {
        var which =
            version.IsDefault && version.IsLatest ? "default and latest"
            : version.IsDefault ? "default"
            : "latest";
        return Use(UseKind.LaunchTemplate, version.TemplateName, version.ImageId) with
        {
            // Who launches by a template takes the default version unless another is named.
            Urgency = version.IsDefault ? Urgency.NextUse : Urgency.Idle,
            Instances = 0,
            Detail = string.Create(CultureInfo.InvariantCulture, $"version {version.Number} ({which})"),
        };
    }

    private ImageUse Use(UseKind kind, string name, string image)
    {
        if (!image.StartsWith(Resolve, StringComparison.Ordinal))
            return new ImageUse(kind, account, region, name, image);
        var parameter = image[Resolve.Length..];
        return new ImageUse(
            kind,
            account,
            region,
            name,
            parameters.GetValueOrDefault(parameter) is { } value && CallImages.IsImage(value) ? value : ""
        )
        {
            Detail = $"parameter {parameter}",
        };
    }

    private static TemplateVersion? Find(RegionLaunchers read, TemplateReference reference) =>
        read.Templates.FirstOrDefault(t =>
            (t.TemplateId == reference.Template || t.TemplateName == reference.Template)
            && reference.Version switch
            {
                "$Latest" => t.IsLatest,
                "$Default" or "" => t.IsDefault,
                _ => t.Number.ToString(CultureInfo.InvariantCulture) == reference.Version,
            }
        );
}
