using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports.Impact;

/// <summary>Something in an account that names an image.</summary>
/// <param name="Name">As its own service identifies it.</param>
/// <param name="Image">Null when it is not known, which <see cref="Detail"/> explains.</param>
public sealed record ImageUse(UseKind Kind, AccountId Account, RegionName Region, string Name, ImageId? Image)
{
    public Urgency Urgency { get; init; }

    /// <summary>Instances that it keeps, or is.</summary>
    public long Instances { get; init; } = 1;

    /// <summary>Where the image is named, such as `launch template web, version $Latest`.</summary>
    public string Detail { get; init; } = "";

    /// <summary>
    /// The path of the service-linked role that launches, such as `autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`; empty when a
    /// caller's own role does.
    /// </summary>
    public string ServiceLinkedRole { get; init; } = "";
}

public enum UseKind
{
    AutoScalingGroup,
    Ec2Fleet,
    SpotFleet,
    SpotRequest,
    ImageRecipe,
    ContainerRecipe,
    LaunchTemplate,
    LaunchConfiguration,
    Parameter,
    Instance,
}

public static class UseKinds
{
    private static readonly EnumNames<UseKind> Names = new(
        (UseKind.AutoScalingGroup, "auto_scaling_group"),
        (UseKind.Ec2Fleet, "ec2_fleet"),
        (UseKind.SpotFleet, "spot_fleet"),
        (UseKind.SpotRequest, "spot_request"),
        (UseKind.ImageRecipe, "image_recipe"),
        (UseKind.ContainerRecipe, "container_recipe"),
        (UseKind.LaunchTemplate, "launch_template"),
        (UseKind.LaunchConfiguration, "launch_configuration"),
        (UseKind.Parameter, "ssm_parameter"),
        (UseKind.Instance, "instance")
    );

    public static string Name(this UseKind kind) => Names.Of(kind);

    /// <summary>For people: `auto scaling group`.</summary>
    public static string Words(this UseKind kind) => kind.Name().Replace('_', ' ');
}
