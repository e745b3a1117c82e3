using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Services;

/// <summary>
/// Amazon EC2 Auto Scaling: the groups of the world. They launch when they are told to (`POST /_sandbox/scale-out`).
/// </summary>
internal sealed class AutoScalingService(SandboxWorld world, Guard guard) : ResourceCalls(world, guard), IService
{
    public const string Kind = "auto_scaling_group";

    public const string ConfigurationKind = "launch_configuration";

    /// <summary>The tag that says which group an instance belongs to.</summary>
    public const string GroupTag = "aws:autoscaling:groupName";

    /// <summary>Groups and configurations have a unique id in their ARNs, which nothing here looks at.</summary>
    private const string NoId = "00000000-0000-0000-0000-000000000000";

    private static readonly Paging Pages = new(1, 100, 50) { Size = "MaxRecords" };

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>(StringComparer.Ordinal)
        {
            ["DescribeAutoScalingGroups"] = Describe,
            ["DescribeLaunchConfigurations"] = DescribeConfigurations,
        };

    /// <summary>A group of a launch template as the world keeps it.</summary>
    public static SandboxResource Group(
        Place place,
        string name,
        LaunchTemplate template,
        string version,
        int size,
        DateTimeOffset created
    ) =>
        new(
            Kind,
            place,
            name,
            new JsonObject
            {
                ["AutoScalingGroupName"] = name,
                ["AutoScalingGroupARN"] = Arn(place, "autoScalingGroup", name),
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
                ["AvailabilityZones"] = new JsonArray($"{place.Region}a"),
                ["HealthCheckType"] = "EC2",
                ["CreatedTime"] = created.WireText(),
            }
        );

    /// <summary>A launch configuration as the world keeps it.</summary>
    public static SandboxResource Configuration(Place place, string name, ImageId image, DateTimeOffset created) =>
        new(
            ConfigurationKind,
            place,
            name,
            new JsonObject
            {
                ["LaunchConfigurationName"] = name,
                ["LaunchConfigurationARN"] = Arn(place, "launchConfiguration", name),
                ["ImageId"] = image.Value,
                ["InstanceType"] = "m7i.large",
                ["CreatedTime"] = created.WireText(),
            }
        );

    private static string Arn(Place place, string type, string name) =>
        Arns.Regional("autoscaling", place, $"{type}:{NoId}:{type}Name/{name}");

    private JsonObject DescribeConfigurations(SandboxCall call)
    {
        Authorize(call);
        var found = Named(Own(call, ConfigurationKind), call.Input.Texts("LaunchConfigurationNames"));
        var page = Pages.Of(call, found);
        return new JsonObject
        {
            ["LaunchConfigurations"] = List(page.Items, c => WithTimes(c.Body, "CreatedTime")),
            ["NextToken"] = page.NextToken,
        };
    }

    private JsonObject Describe(SandboxCall call)
    {
        Authorize(call);
        call.Refuse("Filters");
        var page = Pages.Of(call, Named(Own(call, Kind), call.Input.Texts("AutoScalingGroupNames")));
        return new JsonObject
        {
            ["AutoScalingGroups"] = List(page.Items, group => WithInstances(call.Place, group)),
            ["NextToken"] = page.NextToken,
        };
    }

    private JsonObject WithInstances(Place place, SandboxResource group)
    {
        var shape = WithTimes(group.Body, "CreatedTime");
        var instances = World
            .Ec2.InstancesOf(place)
            .Where(i => i.State == SandboxInstance.Running && i.Tags.GetValueOrDefault(GroupTag) == group.Name);
        shape["Instances"] = List(instances, i => Instance(i, shape["LaunchTemplate"]));
        return shape;
    }

    private static JsonObject Instance(SandboxInstance instance, JsonNode? template) =>
        new()
        {
            ["InstanceId"] = instance.Id,
            ["InstanceType"] = instance.InstanceType,
            ["AvailabilityZone"] = instance.AvailabilityZone,
            ["LifecycleState"] = "InService",
            ["HealthStatus"] = "Healthy",
            ["ProtectedFromScaleIn"] = false,
            ["LaunchTemplate"] = template?.DeepClone(),
        };
}
