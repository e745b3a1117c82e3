using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Governance.Config;

/// <summary>The keys of each object in the configuration, as the schema's definitions name them. A test holds both to each other.</summary>
internal static class ConfigKeys
{
    public static readonly string[] Root =
    [
        "$schema",
        "ops_publisher_account",
        "vendor_publisher_accounts",
        "publisher_aliases",
        "managed_services",
        "exception_accounts",
        "remediation_plans",
        "break_glass_principals",
        "image_creation_roles",
        "restore_roles",
        "targets",
        "exception_types",
        "contacts",
        "deployment",
        "policy_config",
    ];

    public static readonly string[] Deployment = ["carrier", "path"];

    public static readonly string[] OpsPublisher =
    [
        "account_id",
        "account_name",
        "description",
        "purpose",
        "notes",
        "contact",
        "reason",
        "evidence",
        "may_create_images",
        "image_criteria",
    ];

    public static readonly string[] VendorPublisher = [.. OpsPublisher, "vendor_name", "business_justification"];

    public static readonly string[] PublisherAlias =
    [
        "alias",
        "description",
        "notes",
        "reason",
        "evidence",
        "image_criteria",
    ];

    public static readonly string[] ManagedService =
    [
        "service",
        "account_ids",
        "regions",
        "notes",
        "reason",
        "evidence",
    ];

    public static readonly string[] Exception =
    [
        "account_id",
        "expires_on",
        "type",
        "account_name",
        "reason",
        "ticket",
        "requested_by",
        "approved_by",
        "approval_date",
        "notes",
        "usable_by",
        "may_create_images",
    ];

    public static readonly string[] RemediationPlan = ["account_id", "image", "ticket", "due_on", "notes"];

    public static readonly string[] BreakGlassPrincipal = ["arn", "description"];

    public static readonly string[] ImageCreationRole = ["arn", "service", "description"];

    public static readonly string[] RestoreRole = ["arn", "service", "description"];

    public static readonly string[] ExceptionType = ["max_days", "approver_roles", "description"];

    public static readonly string[] Contact = ["purpose", "contact", "sla"];

    public static readonly string[] PolicyConfig =
    [
        "enforcement_mode",
        "minimum_audit_days",
        "exception_request_url",
        "exception_message",
        "max_exception_days",
        "warning_days",
        "block_public_ami_sharing",
        .. DeclarativeAttributes.Optional.Select(a => a.Name),
        "deny_ami_creation_in_workloads",
        "deny_foreign_image_copies",
        "deny_content_export",
        "deny_image_services",
        "declarative_policy_name",
        "scp_name",
        "tags",
        "partition",
        "image_naming_pattern",
    ];

    public static readonly string[] ImageCriteria =
    [
        "image_names",
        "marketplace_product_codes",
        "image_watermarks",
        "maximum_days_since_created",
        "maximum_days_since_deprecated",
    ];

    public static readonly string[] ImageWatermark =
    [
        "watermark_key",
        "source_image_region",
        "maximum_days_since_source_image_created",
        "maximum_days_since_watermark_created",
    ];

    public static readonly string[] ImageCreationServices = ["aws_backup", "dlm", "image_builder", "other"];

    public static readonly string[] RestoreServices = ["aws_backup", "mgn", "other"];
}
