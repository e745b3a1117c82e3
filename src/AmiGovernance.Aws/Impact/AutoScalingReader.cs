using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Aws.Impact;

/// <summary>Auto Scaling groups and launch configurations (Amazon EC2 Auto Scaling API reference, 2011-01-01).</summary>
internal sealed class AutoScalingReader(AwsSession session, TimeProvider time)
{
    public async Task<(ImmutableArray<Launcher> Groups, ImmutableArray<NamedImage> Configurations)> Describe(
        AccountId account,
        string region,
        CancellationToken cancel
    )
    {
        var groups = await Pages(account, region, "DescribeAutoScalingGroups", "AutoScalingGroups", cancel);
        var configurations = await Pages(
            account,
            region,
            "DescribeLaunchConfigurations",
            "LaunchConfigurations",
            cancel
        );
        return (
            [.. groups.Select(Group)],
            [.. configurations.Select(c => new NamedImage(c.Text("LaunchConfigurationName"), c.Text("ImageId")))]
        );
    }

    private async Task<List<XElement>> Pages(
        AccountId account,
        string region,
        string operation,
        string list,
        CancellationToken cancel
    )
    {
        using var client = await session.AutoScaling(account, region, cancel);
        var all = new List<XElement>();
        var token = "";
        do
        {
            var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["MaxRecords"] = "100" };
            if (token.Length > 0)
                parameters["NextToken"] = token;
            var page = await Patience.Run(
                $"autoscaling:{operation}",
                () => client.Call(operation, parameters, cancel),
                time,
                cancel
            );
            all.AddRange(page.Members(list));
            token = page.Text("NextToken");
        } while (token.Length > 0);
        return all;
    }

    private static Launcher Group(XElement group)
    {
        var mixed = group.Child("MixedInstancesPolicy").Child("LaunchTemplate");
        var overrides = mixed.Members("Overrides").ToList();
        XElement?[] templates =
        [
            group.Child("LaunchTemplate"),
            mixed.Child("LaunchTemplateSpecification"),
            .. overrides.Select(o => o.Child("LaunchTemplateSpecification")),
        ];
        var suspended = group.Members("SuspendedProcesses").Any(p => p.Text("ProcessName") == "Launch");
        return new Launcher(UseKind.AutoScalingGroup, group.Text("AutoScalingGroupName"))
        {
            // It launches up to its largest size, and replaces what it has; not while that process is suspended.
            Urgency = Number(group, "MaxSize") == 0 || suspended ? Urgency.Idle : Urgency.NextLaunch,
            Instances = Number(group, "DesiredCapacity"),
            Templates =
            [
                .. templates.OfType<XElement>().Select(Reference).Where(r => r.Template.Length > 0).Distinct(),
            ],
            Images = [.. overrides.Select(o => o.Text("ImageId")).Where(i => i.Length > 0).Distinct()],
            LaunchConfiguration = group.Text("LaunchConfigurationName") is { Length: > 0 } configuration
                ? configuration
                : null,
        };
    }

    private static TemplateReference Reference(XElement template) =>
        new(
            template.Text("LaunchTemplateId") is { Length: > 0 } id ? id : template.Text("LaunchTemplateName"),
            template.Text("Version") is { Length: > 0 } version ? version : "$Default"
        );

    private static long Number(XElement parent, string name) =>
        long.TryParse(parent.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
