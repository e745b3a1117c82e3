namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>The calls that the guarantees speak of, with the resources that each is authorized on.</summary>
/// <param name="Required">Those of every such call: it is allowed only where all of them are.</param>
/// <param name="Usual">Those that a call has nearly always: a launch from an image on EBS makes a volume.</param>
internal sealed record SmtCall(string Action, SmtResource[] Required, SmtResource[] Usual)
{
    /// <summary>Those that some calls name, where a statement may be about one of them alone.</summary>
    public SmtResource[] Optional { get; init; } = [];

    private static readonly SmtResource Image = SmtResource.Image;
    private static readonly SmtResource NewImage = SmtResource.NewImage;
    private static readonly SmtResource Snapshot = SmtResource.Snapshot;
    private static readonly SmtResource NewSnapshot = SmtResource.NewWithoutAccount("snapshot");

    /// <summary>
    /// With their resources from the Service Authorization Reference for Amazon EC2. A launch always has its image here: one without is none of the
    /// guarantees' business.
    /// </summary>
    public static readonly SmtCall[] Launch =
    [
        Of(
            "ec2:RunInstances",
            Image,
            Own("instance"),
            Own("network-interface"),
            Own("security-group"),
            Own("subnet")
        ) with
        {
            Usual = [Own("volume")],
            Optional =
            [
                Snapshot,
                SmtResource.Own("group", "resource-groups"),
                .. Owns(
                    "capacity-reservation",
                    "elastic-gpu",
                    "key-pair",
                    "launch-template",
                    "placement-group",
                    "secondary-interface",
                    "secondary-subnet",
                    "spot-instances-request"
                ),
            ],
        },
        Of("ec2:CreateFleet", Image, Own("fleet"), Own("instance")) with
        {
            Optional = Owns("capacity-reservation", "launch-template", "placement-group", "subnet", "volume"),
        },
        Of(
            "ec2:CreateReplaceRootVolumeTask",
            Image,
            Own("instance"),
            Own("replace-root-volume-task"),
            Own("volume")
        ) with
        {
            Optional = [Snapshot],
        },
        Of("ec2:EnableFastLaunch", Image) with
        {
            Optional = Owns("launch-template"),
        },
        Of("ec2:ModifyFleet", Image, Own("fleet")) with
        {
            Optional = Owns("launch-template", "subnet"),
        },
        Of("ec2:RequestSpotFleet", Image, Own("spot-fleet-request")) with
        {
            Optional =
            [
                Snapshot,
                .. Owns("key-pair", "launch-template", "placement-group", "security-group", "subnet"),
            ],
        },
        Of("ec2:RequestSpotInstances", Image, Own("spot-instances-request")) with
        {
            Optional =
            [
                Snapshot,
                .. Owns("key-pair", "network-interface", "placement-group", "security-group", "subnet"),
            ],
        },
    ];

    /// <summary>
    /// On the source, and as before on the target (EC2 user guide, "Grant permissions to copy Amazon EC2 AMIs"; since 28 October 2024).
    /// </summary>
    public static readonly SmtCall Copy = Of("ec2:CopyImage", SmtResource.Source, SmtResource.Copy, NewSnapshot);

    public static readonly SmtCall[] Creation =
    [
        Copy,
        Of("ec2:CreateImage", NewImage, Own("instance"), NewSnapshot),
        Of("ec2:CreateRestoreImageTask", NewImage),
        Of("ec2:ImportImage", NewImage, Own("import-image-task")) with
        {
            Optional = [Snapshot],
        },
        Of("ec2:ImportInstance", Own("instance"), Own("volume")) with
        {
            Optional = Owns("security-group", "subnet"),
        },
        Of("ec2:ImportSnapshot", Own("import-snapshot-task"), SmtResource.ImportedSnapshot),
        Of("ec2:ImportVolume", Own("volume")),
        Of("ec2:RegisterImage", NewImage) with
        {
            Optional = [Snapshot],
        },
        Of("ec2:RestoreImageFromRecycleBin", Image),
    ];

    public static readonly SmtCall[] Sharing =
    [
        Of("ec2:ModifyImageAttribute", Image),
        Of("ec2:ResetImageAttribute", Image),
    ];

    public static readonly SmtCall[] Export =
    [
        Of("ec2:CreateInstanceExportTask", Own("export-instance-task"), Own("instance")),
        Of("ec2:CreateStoreImageTask", Image),
        Of("ec2:ExportImage", Image, Own("export-image-task")),
        Of("ec2:ModifySnapshotAttribute", Snapshot),
    ];

    public static readonly SmtCall[] AllowedImagesSettings =
    [
        Of("ec2:DisableAllowedImagesSettings", SmtResource.Anything),
        Of("ec2:EnableAllowedImagesSettings", SmtResource.Anything),
        Of("ec2:ReplaceImageCriteriaInAllowedImagesSettings", SmtResource.Anything),
    ];

    public static readonly SmtCall DisableBlockPublicAccess = Of(
        "ec2:DisableImageBlockPublicAccess",
        SmtResource.Anything
    );

    /// <summary>
    /// What asks services to make images, from the Service Authorization Reference for EC2 Image Builder, Lightsail and Elastic Disaster
    /// Recovery.
    /// </summary>
    public static readonly SmtCall[] ImageServices =
    [
        Of("imagebuilder:CreateImage", SmtResource.Own("image", "imagebuilder")),
        Of("imagebuilder:CreateImagePipeline", SmtResource.Own("image-pipeline", "imagebuilder")),
        Of("imagebuilder:ImportDiskImage", SmtResource.Own("image", "imagebuilder")),
        Of("imagebuilder:ImportVmImage", SmtResource.Own("image", "imagebuilder")),
        Of("imagebuilder:StartImagePipelineExecution", SmtResource.Own("image-pipeline", "imagebuilder")),
        Of("imagebuilder:UpdateImagePipeline", SmtResource.Own("image-pipeline", "imagebuilder")),
        Of("lightsail:ExportSnapshot") with
        {
            Optional = [SmtResource.Own("DiskSnapshot", "lightsail"), SmtResource.Own("InstanceSnapshot", "lightsail")],
        },
        Of("drs:CreateRecoveryInstanceForDrs", SmtResource.Own("source-server", "drs")),
        Of("drs:InitializeService", SmtResource.Anything),
        Of("drs:StartRecovery", SmtResource.Own("source-server", "drs")),
    ];

    public static readonly SmtCall[] All =
    [
        .. Launch,
        .. Creation,
        .. Sharing,
        .. Export,
        .. AllowedImagesSettings,
        DisableBlockPublicAccess,
        .. ImageServices,
    ];

    private static SmtResource Own(string type) => SmtResource.Own(type);

    private static SmtResource[] Owns(params string[] types) => [.. types.Select(Own)];

    private static SmtCall Of(string action, params SmtResource[] required) => new(action, required, []);
}
