using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Config;

/// <summary>
/// A service that makes images by its service-linked role, which no SCP binds; the calls that ask it to are bound. Sources: the AWS
/// managed policies of those roles (AWSServiceRoleForImageBuilder, LightsailExportAccess, AWSElasticDisasterRecoveryServiceRolePolicy,
/// AWSApplicationMigrationServiceRolePolicy), which hold `ec2:CopyImage`, `ec2:CreateImage` or `ec2:RegisterImage`.
/// </summary>
/// <param name="Name">In the configuration.</param>
/// <param name="Title">As AWS calls it.</param>
/// <param name="Actions">
/// Of callers; those that create, retry, import, distribute, start or launch by their descriptions in the Service Authorization Reference,
/// and those that put the service to work. Which of them make an image on a given day is not documented.
/// </param>
public sealed record ImageService(string Name, string Title, ImmutableArray<string> Actions)
{
    public static readonly ImmutableArray<ImageService> All =
    [
        new(
            "image_builder",
            "EC2 Image Builder",
            [
                "imagebuilder:CreateImage",
                "imagebuilder:CreateImagePipeline",
                "imagebuilder:DistributeImage",
                "imagebuilder:ImportDiskImage",
                "imagebuilder:ImportVmImage",
                "imagebuilder:RetryImage",
                "imagebuilder:StartImagePipelineExecution",
                "imagebuilder:UpdateImagePipeline",
            ]
        ),
        new("lightsail", "Lightsail's export of snapshots", ["lightsail:ExportSnapshot"]),
        new(
            "drs",
            "Elastic Disaster Recovery",
            [
                "drs:CreateRecoveryInstanceForDrs",
                "drs:InitializeService",
                "drs:RetryRecoveryPlanExecutionStep",
                "drs:StartFailbackLaunch",
                "drs:StartRecovery",
                "drs:StartRecoveryPlanExecution",
            ]
        ),
        new("mgn", "Application Migration Service", ["mgn:InitializeService", "mgn:StartCutover", "mgn:StartTest"]),
    ];

    public static readonly string[] Names = [.. All.Select(s => s.Name)];
}
