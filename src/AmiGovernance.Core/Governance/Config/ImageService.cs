using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Config;

/// <summary>
/// A service that makes images by its service-linked role, which no SCP binds; the calls that ask it to are bound (AWS managed
/// policies of the service-linked roles of EC2 Image Builder, Lightsail and Elastic Disaster Recovery).
/// </summary>
/// <param name="Name">In the configuration.</param>
/// <param name="Actions">Of callers; from the Service Authorization Reference.</param>
public sealed record ImageService(string Name, ImmutableArray<string> Actions)
{
    public static readonly ImmutableArray<ImageService> All =
    [
        new(
            "image_builder",
            [
                "imagebuilder:CreateImage",
                "imagebuilder:CreateImagePipeline",
                "imagebuilder:ImportDiskImage",
                "imagebuilder:ImportVmImage",
                "imagebuilder:StartImagePipelineExecution",
                "imagebuilder:UpdateImagePipeline",
            ]
        ),
        new("lightsail", ["lightsail:ExportSnapshot"]),
        new("drs", ["drs:CreateRecoveryInstanceForDrs", "drs:InitializeService", "drs:StartRecovery"]),
    ];

    public static readonly string[] Names = [.. All.Select(s => s.Name)];
}
