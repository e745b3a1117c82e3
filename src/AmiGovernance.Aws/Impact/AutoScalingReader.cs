using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Aws.Impact;

/// <summary>
/// Auto Scaling groups and launch configurations of one account and Region (Amazon EC2 Auto Scaling API reference, 2011-01-01).
/// </summary>
internal sealed class AutoScalingReader(AwsSession session, AccountId account, RegionName region, TimeProvider time)
{
    private const string PageSize = "100";

    private readonly RetryPolicy retries = new(time);

    public async Task<(ImmutableArray<Launcher> Groups, ImmutableArray<NamedImage> Configurations)> Describe(
        CancellationToken cancel
    )
    {
        var groups = await Pages("DescribeAutoScalingGroups", "AutoScalingGroups", cancel);
        var configurations = await Pages("DescribeLaunchConfigurations", "LaunchConfigurations", cancel);
        return (
            [.. groups.Select(Group)],
            [.. configurations.Select(c => new NamedImage(c.Text("LaunchConfigurationName"), c.Text("ImageId")))]
        );
    }

    private async Task<List<XElement>> Pages(string operation, string list, CancellationToken cancel)
    {
        using var client = await session.AutoScaling(account, region.Value, cancel);
        var all = new List<XElement>();
        var token = "";
        do
        {
            var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["MaxRecords"] = PageSize };
            if (token.Length > 0)
                parameters["NextToken"] = token;
            var page = await retries.Run(
                $"autoscaling:{operation}",
                new CallPlace(account, region),
                () => client.Call(operation, parameters, cancel),
                cancel
            );
            all.AddRange(page.Members(list));
            token = page.Text("NextToken");
        } while (token.Length > 0);
        return all;
    }

    private static Launcher Group(XElement group)
    {
        var overrides = Mixed(group).Members("Overrides");
        var configuration = group.Text("LaunchConfigurationName");
        return new Launcher(UseKind.AutoScalingGroup, group.Text("AutoScalingGroupName"))
        {
            Urgency = MayLaunch(group) ? Urgency.NextLaunch : Urgency.Idle,
            Instances = Number(group, "DesiredCapacity"),
            Templates = [.. Templates(group).OfType<XElement>().Select(Reference).Where(r => !r.IsNone).Distinct()],
            Images = [.. overrides.Select(o => o.Text("ImageId")).Where(i => i.Length > 0).Distinct()],
            LaunchConfiguration = configuration.Length > 0 ? configuration : null,
        };
    }

    private static XElement? Mixed(XElement group) => group.Child("MixedInstancesPolicy").Child("LaunchTemplate");

    private static IEnumerable<XElement?> Templates(XElement group)
    {
        var mixed = Mixed(group);
        return
        [
            group.Child("LaunchTemplate"),
            mixed.Child("LaunchTemplateSpecification"),
            .. mixed.Members("Overrides").Select(o => o.Child("LaunchTemplateSpecification")),
        ];
    }

    /// <summary>
    /// A group launches up to its largest size, and replaces what it has; not while that process is suspended.
    /// </summary>
    private static bool MayLaunch(XElement group)
    {
        var isSuspended = group.Members("SuspendedProcesses").Any(p => p.Text("ProcessName") == "Launch");
        return Number(group, "MaxSize") > 0 && !isSuspended;
    }

    private static TemplateReference Reference(XElement template) =>
        TemplateReference.Of(
            template.Text("LaunchTemplateId"),
            template.Text("LaunchTemplateName"),
            template.Text("Version")
        );

    private static long Number(XElement parent, string name) =>
        long.TryParse(parent.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
