using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Sandbox.World;

/// <summary>The keys of `sandbox.json` (docs/reference/sandbox.md), by the objects that hold them.</summary>
internal static class WorldKeys
{
    public static readonly string[] Root =
    [
        "format_version",
        "organization",
        "clock_offset_seconds",
        "policy_lag",
        "read_lag",
        "assumptions",
        "ids_given",
        "trusted_services",
        "delegated_administrators",
        "resource_policy",
        "regions",
        "opt_in_regions",
        "roles",
        "images",
        "instances",
        "launch_templates",
        "settings",
        "buckets",
        "resources",
    ];

    public static readonly string[] Lag = ["seconds", "calls"];
    public static readonly string[] Administrator = ["account", "service"];
    public static readonly string[] Role = ["account", "name", "policy", "trusts", "max_session_seconds"];

    public static readonly string[] Image =
    [
        "id",
        "region",
        "owner",
        "owner_alias",
        "name",
        "description",
        "state",
        "architecture",
        "platform_details",
        "created",
        "deprecated",
        "last_launched",
        "launch_permissions",
        "source_image",
        "source_region",
        "source_instance",
        "encrypted",
        "public_snapshot",
        "deregistration_protection",
        "product_codes",
        "watermarks",
        "tags",
        "snapshot_tags",
        "deregistered",
    ];

    public static readonly string[] Watermark = ["key", "source_image_region", "source_image_created", "created"];
    public static readonly string[] Instance =
    [
        "id",
        "account",
        "region",
        "image",
        "type",
        "launched",
        "state",
        "reservation",
        "client_token",
        "tags",
    ];
    public static readonly string[] LaunchTemplate =
    [
        "id",
        "name",
        "account",
        "region",
        "created",
        "created_by",
        "default_version",
        "versions",
        "tags",
    ];
    public static readonly string[] LaunchTemplateVersion =
    [
        "number",
        "image",
        "type",
        "created",
        "created_by",
        "description",
    ];
    public static readonly string[] Settings =
    [
        "account",
        "region",
        .. DeclarativeAttributes.WithState.Select(a => a.Name),
        "allowed_images",
        "criteria",
    ];
    public static readonly string[] Criterion =
    [
        "providers",
        "image_names",
        "marketplace_product_codes",
        "maximum_days_since_created",
        "maximum_days_since_deprecated",
    ];
    public static readonly string[] Bucket = ["name", "account", "region", "created", "policy"];
    public static readonly string[] Resource = ["kind", "account", "region", "name", "body"];

    public static readonly IReadOnlyList<string[]> All =
    [
        Root,
        Lag,
        Administrator,
        Role,
        Image,
        Watermark,
        Instance,
        LaunchTemplate,
        LaunchTemplateVersion,
        Settings,
        Criterion,
        Bucket,
        Resource,
    ];
}
