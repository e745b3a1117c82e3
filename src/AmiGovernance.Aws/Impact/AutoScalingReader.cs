using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using AmiGovernance.Aws.Trails;
using AmiGovernance.Core.Identifiers;
using AmiGovernance.Core.Impact;

namespace AmiGovernance.Aws.Impact;

/// <summary>Auto Scaling groups and launch configurations (Amazon EC2 Auto Scaling API reference, 2011-01-01).</summary>
internal sealed class AutoScalingReader(AwsConnection connection, TimeProvider time)
{
    public async Task<(ImmutableArray<Launcher> Groups, ImmutableArray<NamedImage> Configurations)> Describe(AccountId account, string region, CancellationToken cancel)
    {
        var groups = await Pages(account, region, "DescribeAutoScalingGroups", "AutoScalingGroups", cancel).ConfigureAwait(false);
        var configurations = await Pages(account, region, "DescribeLaunchConfigurations", "LaunchConfigurations", cancel).ConfigureAwait(false);
        return ([.. groups.Select(Group)], [.. configurations.Select(c => new NamedImage(Text(c, "LaunchConfigurationName"), Text(c, "ImageId")))]);
    }

    private async Task<List<XElement>> Pages(AccountId account, string region, string operation, string list, CancellationToken cancel)
    {
        using var client = await connection.AutoScaling(account, region, cancel).ConfigureAwait(false);
        var all = new List<XElement>();
        var token = "";
        do
        {
            var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["MaxRecords"] = "100" };
            if (token.Length > 0) parameters["NextToken"] = token;
            var page = await Patience.Run($"autoscaling:{operation}", () => client.Call(operation, parameters, cancel), time, cancel).ConfigureAwait(false);
            all.AddRange(Members(page, list));
            token = Text(page, "NextToken");
        }
        while (token.Length > 0);
        return all;
    }

    private static Launcher Group(XElement group)
    {
        var mixed = Child(Child(group, "MixedInstancesPolicy"), "LaunchTemplate");
        var overrides = Members(mixed, "Overrides").ToList();
        XElement?[] templates = [Child(group, "LaunchTemplate"), Child(mixed, "LaunchTemplateSpecification"), .. overrides.Select(o => Child(o, "LaunchTemplateSpecification"))];
        var suspended = Members(group, "SuspendedProcesses").Any(p => Text(p, "ProcessName") == "Launch");
        return new Launcher(UseKind.AutoScalingGroup, Text(group, "AutoScalingGroupName"))
        {
            // It launches up to its largest size, and replaces what it has; not while that process is suspended.
            Urgency = Number(group, "MaxSize") == 0 || suspended ? Urgency.Idle : Urgency.NextLaunch,
            Instances = Number(group, "DesiredCapacity"),
            Templates = [.. templates.OfType<XElement>().Select(Reference).Where(r => r.Template.Length > 0).Distinct()],
            Images = [.. overrides.Select(o => Text(o, "ImageId")).Where(i => i.Length > 0).Distinct()],
            LaunchConfiguration = Text(group, "LaunchConfigurationName") is { Length: > 0 } configuration ? configuration : null,
        };
    }

    private static TemplateReference Reference(XElement template) =>
        new(Text(template, "LaunchTemplateId") is { Length: > 0 } id ? id : Text(template, "LaunchTemplateName"), Text(template, "Version") is { Length: > 0 } version ? version : "$Default");

    private static XElement? Child(XElement? parent, string name) => parent?.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    private static IEnumerable<XElement> Members(XElement? parent, string name) => Child(parent, name)?.Elements() ?? [];

    private static string Text(XElement parent, string name) => Child(parent, name)?.Value ?? "";

    private static long Number(XElement parent, string name) => long.TryParse(Text(parent, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
