using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>
/// What code takes AWS to do: quotas, times, codes, names. Each has its source and says how well it is known; docs/corrections.md is
/// held to the marks. Texts of refusals stand in error-shapes.txt, publishers and their aliases in known-publishers.txt.
/// </summary>
public static class AwsFacts
{
    private const string Quotas = "Organizations user guide, \"Quotas and service limits\"";
    private const string ErrorCodes = "EC2 API reference, \"Error codes\"";
    private const string CreatePolicy = "Organizations API reference, CreatePolicy";
    private const string TagReference = "Organizations API reference, Tag";
    private const string RcpSyntax = "Organizations user guide, \"RCP syntax\"";
    private const string TrailGuide = "CloudTrail user guide, \"Working with CloudTrail event history\"";

    /// <summary>The likeliest code for an image that is not there, or hidden from the caller.</summary>
    internal const string ImageNotFound = "InvalidAMIID.NotFound";

    private static readonly OrganizationPolicyKind Scps = OrganizationPolicyType.ServiceControlPolicy.Kind();

    private static readonly OrganizationPolicyKind Rcps = OrganizationPolicyType.ResourceControlPolicy.Kind();

    private static readonly OrganizationPolicyKind DeclarativePolicies =
        OrganizationPolicyType.DeclarativePolicyEc2.Kind();

    public static readonly AwsFact<int> ScpCharacters = Documented("scp-characters", Scps.Characters, Quotas);

    /// <summary>Partitions for which the raise of May 2026 is stated; in the others 5,120 may still hold.</summary>
    public static readonly AwsFact<ImmutableArray<Partition>> ScpRaisePartitions = new(
        "scp-characters-elsewhere",
        [Partition.Aws, Partition.AwsUsGov, Partition.AwsCn],
        FactMark.Measured,
        new DateOnly(2026, 11, 27),
        "a public policy validator that checks 10,240 characters in GovCloud and China"
    );

    public static readonly AwsFact<int> ScpCharactersBefore = Documented("scp-characters-before", 5_120, Quotas);

    public static readonly AwsFact<int> DeclarativeCharacters = Documented(
        "declarative-characters",
        DeclarativePolicies.Characters,
        Quotas
    );

    /// <summary>Policies of one type on one root, unit or account.</summary>
    public static readonly AwsFact<int> Attachments = Documented("attachments", Scps.AttachmentsPerTarget, Quotas);

    public static readonly AwsFact<int> ScpsOfOrganization = Documented(
        "scps-of-organization",
        Scps.PoliciesInOrganization,
        Quotas
    );

    public static readonly AwsFact<int> DeclarativePoliciesOfOrganization = Documented(
        "declarative-policies-of-organization",
        DeclarativePolicies.PoliciesInOrganization,
        Quotas
    );

    public static readonly AwsFact<int> RcpCharacters = Documented("rcp-characters", Rcps.Characters, Quotas);

    /// <summary>On one root, unit or account, that of AWS among them.</summary>
    public static readonly AwsFact<int> RcpAttachments = Documented(
        "rcp-attachments",
        Rcps.AttachmentsPerTarget,
        Quotas
    );

    public static readonly AwsFact<int> RcpsOfOrganization = new(
        "rcps-of-organization",
        Rcps.PoliciesInOrganization,
        FactMark.Unverified,
        new DateOnly(2026, 11, 28),
        "a copy of the page on quotas from before May 2026 says 1,000"
    );

    /// <summary>Elements of IAM's grammar that resource control policies do not have.</summary>
    public static readonly AwsFact<ImmutableArray<string>> RcpUnsupported = Documented(
        "rcp-unsupported-elements",
        ResourceControlSyntax.Unsupported,
        RcpSyntax
    );

    /// <summary>The only `Principal` of a resource control policy.</summary>
    public static readonly AwsFact<string> RcpPrincipal = Documented(
        "rcp-principal",
        ResourceControlSyntax.Principal,
        RcpSyntax
    );

    /// <summary>The services whose resources resource control policies reach; EC2 is none.</summary>
    public static readonly AwsFact<IReadOnlyCollection<string>> RcpServices = new(
        "rcp-services",
        ResourceControlServices.All,
        FactMark.Documented,
        ResourceControlServices.AsOf,
        "Organizations user guide, \"List of AWS services that support RCPs\""
    );

    /// <summary>Characters of a policy's name.</summary>
    public static readonly AwsFact<int> PolicyName = Documented("policy-name", 128, CreatePolicy);

    public static readonly AwsFact<int> TagsOfPolicy = Documented("tags-of-policy", 50, Quotas);
    public static readonly AwsFact<int> TagKey = Documented("tag-key", 128, TagReference);
    public static readonly AwsFact<int> TagValue = Documented("tag-value", 256, TagReference);

    /// <summary>How long to wait before a change of policies is tested.</summary>
    public static readonly AwsFact<TimeSpan> PolicyDelay = Documented(
        "policy-delay",
        TimeSpan.FromMinutes(5),
        "EC2 user guide, \"Identity-based policies for Amazon EC2\", checking permissions"
    );

    /// <summary>How long block public access for AMIs may take to be in force.</summary>
    public static readonly AwsFact<TimeSpan> BlockPublicAccessDelay = Documented(
        "block-public-access-delay",
        TimeSpan.FromMinutes(10),
        "EC2 API reference, EnableImageBlockPublicAccess"
    );

    /// <summary>How long EC2 may still use what was before a change.</summary>
    public static readonly AwsFact<TimeSpan> EventualConsistency = Documented(
        "eventual-consistency",
        TimeSpan.FromMinutes(5),
        "EC2 developer guide, \"Eventual consistency in the Amazon EC2 API\""
    );

    /// <summary>How long CloudTrail takes on average until a record is delivered; no time is guaranteed.</summary>
    public static readonly AwsFact<TimeSpan> RecordDelay = Documented(
        "record-delay",
        TimeSpan.FromMinutes(5),
        "CloudTrail user guide, \"How CloudTrail works\""
    );

    public static readonly AwsFact<TimeSpan> EventHistory = Documented(
        "event-history",
        TimeSpan.FromDays(90),
        TrailGuide
    );

    public static readonly AwsFact<string> DryRunPassed = Documented("dry-run-passed", "DryRunOperation", ErrorCodes);

    public static readonly AwsFact<string> Denied = Documented("denied", "UnauthorizedOperation", ErrorCodes);

    /// <summary>Codes for an image that is not there, or hidden from the caller.</summary>
    public static readonly AwsFact<ImmutableArray<string>> MissingImage = Documented<ImmutableArray<string>>(
        "missing-image",
        [ImageNotFound, "InvalidAMIID.Unavailable"],
        ErrorCodes
    );

    /// <summary>The codes that a launch may have that Allowed AMIs blocks, the likeliest first.</summary>
    public static readonly AwsFact<ImmutableArray<string>> BlockedLaunch = new(
        "blocked-launch",
        ["OperationNotPermitted", ImageNotFound, "InvalidAMIID.Unavailable", "UnsupportedOperation"],
        FactMark.Unverified,
        new DateOnly(2026, 11, 27),
        "no page names a code; InvalidAMIID.NotFound by a karpenter change, OperationNotPermitted after block public access"
    );

    /// <summary>The action that is authorized before EC2 looks whether the image is there.</summary>
    public static readonly AwsFact<string> AuthorizedBeforeImage = new(
        "authorized-before-image",
        "ModifyImageAttribute",
        FactMark.Measured,
        new DateOnly(2026, 11, 27),
        "published answers of ModifyImageAttribute for images that are not there"
    );

    public static readonly AwsFact<string> DuplicatePolicy = Documented(
        "duplicate-policy",
        "DuplicatePolicyException",
        CreatePolicy
    );

    /// <summary>The role with which Image Builder makes and shares images; no SCP reaches it.</summary>
    public static readonly AwsFact<string> ImageBuilderRole = Documented(
        "image-builder-role",
        "imagebuilder.amazonaws.com/AWSServiceRoleForImageBuilder",
        "Image Builder user guide, \"Use IAM service-linked roles for Image Builder\"; API reference, CreateImagePipeline"
    );

    /// <summary>What `ec2:Owner` says of backups in air-gapped vaults.</summary>
    public static readonly AwsFact<OwnerAlias> UnverifiedAlias = new(
        "backup-vault-alias",
        OwnerAlias.AwsBackupVault,
        FactMark.Unverified,
        new DateOnly(2026, 11, 27),
        "the text of ec2:Owner in the service authorization reference does not name it"
    );

    /// <summary>Public images of an account in a Region.</summary>
    public static readonly AwsFact<int> PublicImages = Documented("public-images", 5, "EC2 user guide, \"AMI quotas\"");

    /// <summary>Accounts, organizations and units that an image is shared with.</summary>
    public static readonly AwsFact<int> SharesOfImage = Documented(
        "shares-of-image",
        1_000,
        "EC2 user guide, \"AMI quotas\""
    );

    /// <summary>Images that one DescribeImageReferences takes.</summary>
    public static readonly AwsFact<int> ImagesReferenced = Documented(
        "images-referenced",
        10,
        "EC2 API reference, DescribeImageReferences"
    );

    /// <summary>In dollars for each terabyte that a query reads; in some Regions it is more.</summary>
    public static readonly AwsFact<int> AthenaPrice = Documented(
        "athena-price",
        5,
        "Amazon Athena pricing, SQL queries in US East (N. Virginia)"
    );

    /// <summary>In dollars for each gigabyte that a query reads; in some Regions it is more.</summary>
    public static readonly AwsFact<decimal> LogsInsightsPrice = Documented(
        "logs-insights-price",
        0.005m,
        "Amazon CloudWatch pricing, Logs Insights in US East (N. Virginia)"
    );

    public static readonly ImmutableArray<AwsFact> All =
    [
        ScpCharacters,
        ScpRaisePartitions,
        ScpCharactersBefore,
        DeclarativeCharacters,
        Attachments,
        ScpsOfOrganization,
        DeclarativePoliciesOfOrganization,
        RcpCharacters,
        RcpAttachments,
        RcpsOfOrganization,
        RcpUnsupported,
        RcpPrincipal,
        RcpServices,
        PolicyName,
        TagsOfPolicy,
        TagKey,
        TagValue,
        PolicyDelay,
        BlockPublicAccessDelay,
        EventualConsistency,
        RecordDelay,
        EventHistory,
        DryRunPassed,
        Denied,
        MissingImage,
        BlockedLaunch,
        AuthorizedBeforeImage,
        DuplicatePolicy,
        ImageBuilderRole,
        UnverifiedAlias,
        PublicImages,
        SharesOfImage,
        ImagesReferenced,
        AthenaPrice,
        LogsInsightsPrice,
    ];

    /// <summary>Such as `5 minutes`.</summary>
    public static string Minutes(this AwsFact<TimeSpan> fact) => fact.ValueText;

    private static AwsFact<T> Documented<T>(string id, T value, string source) =>
        new(id, value, FactMark.Documented, new DateOnly(2026, 11, 27), source);
}
