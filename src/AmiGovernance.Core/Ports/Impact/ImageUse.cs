using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Impact;

/// <summary>When a use needs its image again; what hurts first comes first.</summary>
public enum Urgency
{
    /// <summary>A service launches by itself: when it scales out, or replaces what failed or was interrupted.</summary>
    NextLaunch,

    /// <summary>The next run of a pipeline, by its schedule or by hand.</summary>
    NextBuild,

    /// <summary>With the next launch by somebody who relies on it.</summary>
    NextUse,

    /// <summary>An instance goes on running, and can be stopped and started; only made anew it would fail.</summary>
    Rebuild,

    /// <summary>Nothing launches from it as things are.</summary>
    Idle,
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

/// <summary>Something in an account that names an image.</summary>
/// <param name="Name">As its own service identifies it.</param>
/// <param name="ImageId">Empty when it is not known, which <see cref="Detail"/> explains.</param>
public sealed record ImageUse(UseKind Kind, string Account, string Region, string Name, string ImageId)
{
    public Urgency Urgency { get; init; }

    /// <summary>Instances that it keeps, or is.</summary>
    public long Instances { get; init; } = 1;

    /// <summary>Where the image is named, such as `launch template web, version $Latest`.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The path of the service-linked role that launches, such as `autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`; empty when a caller's own role does.</summary>
    public string ServiceLinkedRole { get; init; } = "";
}

public static class ImageUses
{
    public static readonly ImmutableArray<string> UrgencyNames =
    [
        "next_launch",
        "next_build",
        "next_use",
        "rebuild",
        "idle",
    ];

    public static readonly ImmutableArray<string> KindNames =
    [
        "auto_scaling_group",
        "ec2_fleet",
        "spot_fleet",
        "spot_request",
        "image_recipe",
        "container_recipe",
        "launch_template",
        "launch_configuration",
        "ssm_parameter",
        "instance",
    ];

    public static string Name(this Urgency urgency) => UrgencyNames[(int)urgency];

    public static string Name(this UseKind kind) => KindNames[(int)kind];
}
