using System.Collections.Frozen;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>What an attribute takes.</summary>
internal enum ImageForm
{
    Id,

    /// <summary>An id, or `resolve:ssm:` and a parameter.</summary>
    IdOrParameter,

    /// <summary>The name of a parameter that holds the id.</summary>
    Parameter,

    /// <summary>The kind of images that EKS chooses for a node group.</summary>
    EksType,
}

/// <param name="Path">Blocks and the attribute.</param>
internal sealed record ImageAttribute(string Type, string[] Path, ImageForm Form, string Action);

/// <summary>An attribute that names an image where another one says so.</summary>
/// <param name="Block">Null for those of the resource itself.</param>
/// <param name="Means">The text of the mark that says so.</param>
internal sealed record MarkedAttribute(string Type, string? Block, string Mark, string Means, string Name);

/// <summary>Where resources of the AWS provider name images (Terraform Registry, hashicorp/aws).</summary>
internal static class TerraformAttributes
{
    private static readonly ImageAttribute[] Table =
    [
        Launch("aws_instance", "ami"),
        Launch("aws_spot_instance_request", "ami"),
        Launch("aws_launch_configuration", "image_id"),
        Launch("aws_launch_template", "image_id", ImageForm.IdOrParameter),
        Launch("aws_spot_fleet_request", "launch_specification.ami"),
        Launch("aws_autoscaling_group", "mixed_instances_policy.launch_template.override.image_id"),
        Launch("aws_ec2_fleet", "launch_template_config.override.image_id"),
        Launch("aws_eks_node_group", "ami_type", ImageForm.EksType),
        Launch("aws_batch_compute_environment", "compute_resources.image_id"),
        Launch("aws_batch_compute_environment", "compute_resources.ec2_configuration.image_id_override"),
        Launch("aws_emr_cluster", "custom_ami_id"),
        Launch("aws_opsworks_instance", "ami_id"),
        Launch("aws_cloud9_environment_ec2", "image_id", ImageForm.IdOrParameter),
        Launch("aws_imagebuilder_image_recipe", "parent_image"),
        Launch("aws_imagebuilder_container_recipe", "instance_configuration.image"),
        Launch("awscc_ec2_instance", "image_id"),
        Launch("awscc_ec2_launch_template", "launch_template_data.image_id", ImageForm.IdOrParameter),
        Launch("awscc_autoscaling_launch_configuration", "image_id"),
        Launch("awscc_batch_compute_environment", "compute_resources.image_id"),
        Launch("awscc_eks_nodegroup", "ami_type", ImageForm.EksType),
        Launch("awscc_emr_cluster", "custom_ami_id"),
        Launch("awscc_emr_cluster", "instances.master_instance_fleet.instance_type_configs.custom_ami_id"),
        Launch("awscc_emr_cluster", "instances.core_instance_fleet.instance_type_configs.custom_ami_id"),
        Launch("awscc_emr_cluster", "instances.task_instance_fleets.instance_type_configs.custom_ami_id"),
        Launch("awscc_emr_cluster", "instances.master_instance_group.custom_ami_id"),
        Launch("awscc_emr_cluster", "instances.core_instance_group.custom_ami_id"),
        Launch("awscc_emr_cluster", "instances.task_instance_groups.custom_ami_id"),
        Launch("awscc_emr_instance_fleet_config", "instance_type_configs.custom_ami_id"),
        Launch("awscc_emr_instance_group_config", "custom_ami_id"),
        Launch("awscc_imagebuilder_image_recipe", "parent_image"),
        Launch("awscc_imagebuilder_container_recipe", "instance_configuration.image"),
        Launch("awscc_pcs_compute_node_group", "ami_id"),
        Launch("awscc_sagemaker_cluster", "instance_groups.image_id"),
        new("aws_ami_copy", ["source_ami_id"], ImageForm.Id, ImageReference.CopyImage),
    ];

    private static readonly MarkedAttribute[] Marked =
    [
        new("aws_elastic_beanstalk_environment", "setting", "name", "ImageId", "value"),
        new("aws_elastic_beanstalk_configuration_template", "setting", "name", "ImageId", "value"),
        new("aws_ssm_parameter", null, "data_type", "aws:ec2:image", "value"),
    ];

    /// <summary>Arguments of modules that are not at hand, by which images are given as a rule.</summary>
    public static readonly FrozenSet<string> Arguments = FrozenSet.ToFrozenSet(
        ["ami", "ami_id", "image_id", "custom_ami_id", "source_ami_id", "ami_id_override"],
        StringComparer.Ordinal
    );

    private static readonly FrozenDictionary<string, ImageAttribute[]> ByType = Table
        .GroupBy(a => a.Type)
        .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    public static IReadOnlyList<ImageAttribute> Of(string type) => ByType.GetValueOrDefault(type, []);

    public static IEnumerable<MarkedAttribute> MarkedOf(string type) => Marked.Where(m => m.Type == type);

    private static ImageAttribute Launch(string type, string path, ImageForm form = ImageForm.Id) =>
        new(type, path.Split('.'), form, ImageReference.RunInstances);
}
