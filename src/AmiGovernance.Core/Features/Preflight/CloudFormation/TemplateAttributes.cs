using System.Collections.Frozen;

namespace AmiGovernance.Core.Features.Preflight.CloudFormation;

/// <summary>Where resources name images (CloudFormation template reference).</summary>
internal static class TemplateAttributes
{
    public const string EksNodeGroup = "AWS::EKS::Nodegroup";

    private static readonly (string Type, string Path)[] Table =
    [
        ("AWS::EC2::Instance", "ImageId"),
        ("AWS::EC2::LaunchTemplate", "LaunchTemplateData.ImageId"),
        ("AWS::EC2::SpotFleet", "SpotFleetRequestConfigData.LaunchSpecifications.ImageId"),
        ("AWS::EC2::EC2Fleet", "LaunchTemplateConfigs.Overrides.ImageId"),
        ("AWS::AutoScaling::LaunchConfiguration", "ImageId"),
        ("AWS::AutoScaling::AutoScalingGroup", "MixedInstancesPolicy.LaunchTemplate.Overrides.ImageId"),
        (EksNodeGroup, "AmiType"),
        ("AWS::Batch::ComputeEnvironment", "ComputeResources.ImageId"),
        ("AWS::Batch::ComputeEnvironment", "ComputeResources.Ec2Configuration.ImageIdOverride"),
        ("AWS::EMR::Cluster", "CustomAmiId"),
        ("AWS::EMR::Cluster", "Instances.MasterInstanceFleet.InstanceTypeConfigs.CustomAmiId"),
        ("AWS::EMR::Cluster", "Instances.CoreInstanceFleet.InstanceTypeConfigs.CustomAmiId"),
        ("AWS::EMR::Cluster", "Instances.TaskInstanceFleets.InstanceTypeConfigs.CustomAmiId"),
        ("AWS::EMR::Cluster", "Instances.MasterInstanceGroup.CustomAmiId"),
        ("AWS::EMR::Cluster", "Instances.CoreInstanceGroup.CustomAmiId"),
        ("AWS::EMR::Cluster", "Instances.TaskInstanceGroups.CustomAmiId"),
        ("AWS::EMR::InstanceFleetConfig", "InstanceTypeConfigs.CustomAmiId"),
        ("AWS::EMR::InstanceGroupConfig", "CustomAmiId"),
        ("AWS::PCS::ComputeNodeGroup", "AmiId"),
        ("AWS::OpsWorks::Instance", "AmiId"),
        ("AWS::ImageBuilder::ImageRecipe", "ParentImage"),
        ("AWS::ImageBuilder::ContainerRecipe", "InstanceConfiguration.Image"),
        ("AWS::Cloud9::EnvironmentEC2", "ImageId"),
        ("AWS::SageMaker::Cluster", "InstanceGroups.ImageId"),
    ];

    private static readonly FrozenDictionary<string, string[][]> ByType = Table
        .GroupBy(a => a.Type)
        .ToFrozenDictionary(g => g.Key, g => g.Select(a => a.Path.Split('.')).ToArray(), StringComparer.Ordinal);

    public static IReadOnlyList<string[]> Of(string type) => ByType.GetValueOrDefault(type, []);
}
