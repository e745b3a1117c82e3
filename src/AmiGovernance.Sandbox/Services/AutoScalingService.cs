using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>Amazon EC2 Auto Scaling: the groups of the world. They launch when they are told to (`POST /_sandbox/scale-out`).</summary>
internal sealed class AutoScalingService(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    public const string Kind = "auto_scaling_group";

    public const string ConfigurationKind = "launch_configuration";

    private static readonly Paging Pages = new(1, 100, 50) { Size = "MaxRecords" };

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["DescribeAutoScalingGroups"] = Describe,
            ["DescribeLaunchConfigurations"] = DescribeConfigurations,
        };

    /// <summary>A group as the world keeps it.</summary>
    public static SandboxResource Group(
        string account,
        string region,
        string name,
        LaunchTemplate template,
        string version,
        int size,
        DateTimeOffset created
    ) =>
        new(
            Kind,
            account,
            region,
            name,
            new JsonObject
            {
                ["AutoScalingGroupName"] = name,
                ["AutoScalingGroupARN"] =
                    $"arn:aws:autoscaling:{region}:{account}:autoScalingGroup:00000000-0000-0000-0000-000000000000:autoScalingGroupName/{name}",
                ["LaunchTemplate"] = new JsonObject
                {
                    ["LaunchTemplateId"] = template.Id,
                    ["LaunchTemplateName"] = template.Name,
                    ["Version"] = version,
                },
                ["MinSize"] = 0,
                ["MaxSize"] = size * 4,
                ["DesiredCapacity"] = size,
                ["DefaultCooldown"] = 300,
                ["AvailabilityZones"] = new JsonArray($"{region}a"),
                ["HealthCheckType"] = "EC2",
                ["CreatedTime"] = AmiGovernance.Sandbox.Protocols.Answer.IsoTime(created),
            }
        );

    /// <summary>A launch configuration as the world keeps it.</summary>
    public static SandboxResource Configuration(
        string account,
        string region,
        string name,
        string image,
        DateTimeOffset created
    ) =>
        new(
            ConfigurationKind,
            account,
            region,
            name,
            new JsonObject
            {
                ["LaunchConfigurationName"] = name,
                ["LaunchConfigurationARN"] =
                    $"arn:aws:autoscaling:{region}:{account}:launchConfiguration:00000000-0000-0000-0000-000000000000:launchConfigurationName/{name}",
                ["ImageId"] = image,
                ["InstanceType"] = "m7i.large",
                ["CreatedTime"] = AmiGovernance.Sandbox.Protocols.Answer.IsoTime(created),
            }
        );

    private JsonObject DescribeConfigurations(SandboxCall call)
    {
        Authorize(call);
        var names = call.Input.Texts("LaunchConfigurationNames");
        var page = Pages.Of(call, Own(call, ConfigurationKind).Where(c => names.IsEmpty || names.Contains(c.Name)));
        return new JsonObject
        {
            ["LaunchConfigurations"] = List(page.Items, c => WithTimes(c.Body, "CreatedTime")),
            ["NextToken"] = page.NextToken,
        };
    }

    private JsonObject Describe(SandboxCall call)
    {
        Authorize(call);
        var names = call.Input.Texts("AutoScalingGroupNames");
        var page = Pages.Of(call, Own(call, Kind).Where(g => names.IsEmpty || names.Contains(g.Name)));
        return new JsonObject
        {
            ["AutoScalingGroups"] = List(
                page.Items,
                g =>
                {
                    var group = WithTimes(g.Body, "CreatedTime");
                    group["Instances"] = List(
                        World
                            .Ec2.InstancesOf(g.Account, g.Region)
                            .Where(i =>
                                i.State == "running" && i.Tags.GetValueOrDefault("aws:autoscaling:groupName") == g.Name
                            ),
                        i => new JsonObject
                        {
                            ["InstanceId"] = i.Id,
                            ["InstanceType"] = i.InstanceType,
                            ["AvailabilityZone"] = $"{g.Region}a",
                            ["LifecycleState"] = "InService",
                            ["HealthStatus"] = "Healthy",
                            ["ProtectedFromScaleIn"] = false,
                            ["LaunchTemplate"] = group["LaunchTemplate"]?.DeepClone(),
                        }
                    );
                    return group;
                }
            ),
            ["NextToken"] = page.NextToken,
        };
    }
}
