using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>
/// The IAM actions that a command needs: docs/reference/permissions.md shows this table, and a test holds both to each other.
/// </summary>
/// <param name="Own">For the caller, in the management account or where policies were delegated to.</param>
/// <param name="Member">For the role in each account.</param>
public sealed record CommandPermissions(string Command, ImmutableArray<string> Own, ImmutableArray<string> Member)
{
    private static readonly ImmutableArray<string> ReadOrganization =
    [
        "organizations:DescribeOrganization",
        "organizations:DescribePolicy",
        "organizations:ListAWSServiceAccessForOrganization",
        "organizations:ListAccounts",
        "organizations:ListOrganizationalUnitsForParent",
        "organizations:ListPolicies",
        "organizations:ListPoliciesForTarget",
        "organizations:ListRoots",
        "organizations:ListTagsForResource",
        "organizations:ListTargetsForPolicy",
    ];

    internal const string Tag = "organizations:TagResource";

    internal static readonly ImmutableArray<string> ChangePolicies =
    [
        "organizations:AttachPolicy",
        "organizations:CreatePolicy",
        "organizations:DeletePolicy",
        "organizations:DetachPolicy",
        Tag,
        "organizations:UpdatePolicy",
    ];

    private static readonly ImmutableArray<string> Simulate = ["iam:GetRole", "iam:SimulatePrincipalPolicy"];

    /// <summary>Who changed policies, by the event history of the caller's account.</summary>
    private const string LookUp = "cloudtrail:LookupEvents";

    private const string Effective = "organizations:DescribeEffectivePolicy";

    /// <summary>Whether there are the Regions that were named.</summary>
    private const string KnownRegions = "ec2:DescribeRegions";

    /// <summary>Assumed in every account that is looked at.</summary>
    internal const string AssumeRole = "sts:AssumeRole";

    internal const string Publish = "sns:Publish";

    internal const string PutEvents = "events:PutEvents";

    internal const string Contacts = "account:GetAlternateContact";

    private static readonly ImmutableArray<string> Instances =
    [
        "ec2:DescribeInstanceImageMetadata",
        "ec2:DescribeRegions",
        "ec2:GetAllowedImagesSettings",
    ];

    private static readonly ImmutableArray<string> Verification =
    [
        "ec2:CopyImage",
        "ec2:CreateImage",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceImageMetadata",
        $"ec2:{DeclarativeAttributes.AllowedImagesSettings.ReadCall}",
        .. DeclarativeAttributes.WithState.Select(a => $"ec2:{a.ReadCall}"),
        "ec2:ImportImage",
        "ec2:ModifyImageAttribute",
        "ec2:RunInstances",
    ];

    private static readonly ImmutableArray<string> Scan =
    [
        "ec2:DescribeImageAttribute",
        "ec2:DescribeImages",
        "ec2:DescribeRegions",
        "ec2:DescribeSnapshots",
        $"ec2:{DeclarativeAttributes.AllowedImagesSettings.ReadCall}",
        .. DeclarativeAttributes.WithState.Select(a => $"ec2:{a.ReadCall}"),
    ];

    private static readonly ImmutableArray<string> ImageUse =
    [
        "ec2:CreateImageUsageReport",
        "ec2:DescribeImageUsageReportEntries",
        "ec2:DescribeImageUsageReports",
    ];

    private static readonly ImmutableArray<string> ChangeImages =
    [
        "ec2:DescribeImageAttribute",
        "ec2:ModifyImageAttribute",
    ];

    private static readonly ImmutableArray<string> EventHistory = [LookUp, "ec2:DescribeRegions"];

    /// <summary>
    /// EC2 reads them for the caller when it is asked for references (EC2 user guide, "Identify your resources referencing specified
    /// AMIs").
    /// </summary>
    private static readonly ImmutableArray<string> Recipes =
    [
        "imagebuilder:GetContainerRecipe",
        "imagebuilder:ListContainerRecipes",
        "imagebuilder:ListImageRecipes",
    ];

    private static readonly ImmutableArray<string> ImageUses =
    [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeLaunchConfigurations",
        "ec2:DescribeFleets",
        "ec2:DescribeImageReferences",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceImageMetadata",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:DescribeRegions",
        "ec2:DescribeSpotFleetRequests",
        "ec2:DescribeSpotInstanceRequests",
        .. Recipes,
        "ssm:DescribeParameters",
        "ssm:GetParameters",
    ];

    /// <summary>In each account, which a role is taken on for.</summary>
    private static readonly ImmutableArray<string> FindUses =
    [
        "organizations:DescribeOrganization",
        "organizations:ListAccounts",
        AssumeRole,
        .. ImageUses,
    ];

    /// <summary>Of trail files in a bucket.</summary>
    private static readonly ImmutableArray<string> ReadBucket = ["s3:GetObject", "s3:ListBucket"];

    private static readonly ImmutableArray<string> ReadMonitoring =
    [
        "cloudwatch:DescribeAlarms",
        "cloudwatch:GetDashboard",
        "cloudwatch:ListTagsForResource",
        "events:DescribeRule",
        "events:ListTagsForResource",
        "events:ListTargetsByRule",
        "logs:DescribeLogGroups",
        "logs:DescribeMetricFilters",
        "sns:GetTopicAttributes",
        "sns:ListSubscriptionsByTopic",
        "sns:ListTagsForResource",
    ];

    internal static readonly ImmutableArray<string> ChangeMonitoring =
    [
        .. Enum.GetValues<MonitoringKind>()
            .SelectMany(kind =>
                Enum.GetValues<MonitoringChange>()
                    .SelectMany(change => MonitoringCalls.Of(kind, change))
                    .Append(MonitoringCalls.Tag(kind))
            ),
    ];

    /// <summary>Whether the organization's mark follows the record.</summary>
    private static readonly ImmutableArray<string> ReadMark =
    [
        "organizations:DescribeOrganization",
        "organizations:ListRoots",
        "organizations:ListTagsForResource",
    ];

    public static readonly ImmutableArray<CommandPermissions> All =
    [
        new(
            "explain --live",
            [
                "ec2:DescribeImages",
                KnownRegions,
                "organizations:DescribeOrganization",
                "organizations:DescribePolicy",
                "organizations:ListParents",
                "organizations:ListPoliciesForTarget",
                "organizations:ListRoots",
                "ssm:GetParameters",
            ],
            []
        ),
        new("adopt", ReadOrganization, []),
        new("history --verify", ReadMark, []),
        new("exception implement", ReadMark, []),
        new("org export", ReadOrganization, []),
        new("plan", [.. Simulate, .. ReadOrganization, LookUp], []),
        new(
            "apply",
            [
                .. Simulate,
                .. ReadOrganization,
                .. ChangePolicies,
                LookUp,
                "organizations:EnableAWSServiceAccess",
                "organizations:EnablePolicyType",
            ],
            []
        ),
        new(
            "promote",
            [.. ReadOrganization, .. ChangePolicies, LookUp, Effective, KnownRegions, AssumeRole],
            Instances
        ),
        new("rollback", [.. ReadOrganization, .. ChangePolicies, LookUp], []),
        new(
            "rollback --to audit_mode",
            [
                .. ChangePolicies,
                "organizations:DescribeOrganization",
                "organizations:DescribePolicy",
                "organizations:ListParents",
                "organizations:ListPolicies",
                "organizations:ListRoots",
                "organizations:ListTagsForResource",
                "organizations:ListTargetsForPolicy",
            ],
            []
        ),
        new(
            "watch",
            [
                .. ReadOrganization,
                .. ChangePolicies,
                Contacts,
                LookUp,
                Effective,
                PutEvents,
                "organizations:ListAccountsWithInvalidEffectivePolicy",
                "organizations:ListParents",
                "s3:DeleteObject",
                "s3:GetObject",
                "s3:ListBucket",
                "s3:PutObject",
                Publish,
            ],
            []
        ),
        new(
            "status",
            [.. ReadOrganization, LookUp, Effective, "organizations:ListAccountsWithInvalidEffectivePolicy"],
            []
        ),
        new(
            "report",
            [.. ReadOrganization, LookUp, Effective, "organizations:ListAccountsWithInvalidEffectivePolicy"],
            []
        ),
        new(
            "doctor",
            [
                .. Simulate,
                .. ReadOrganization,
                LookUp,
                Effective,
                "organizations:ListAccountsWithInvalidEffectivePolicy",
                "organizations:ListDelegatedAdministrators",
                AssumeRole,
            ],
            ["ec2:DescribeRegions"]
        ),
        new(
            "calibrate",
            [
                .. ReadOrganization,
                .. ChangePolicies,
                Effective,
                "organizations:CreateOrganizationalUnit",
                "organizations:DeleteOrganizationalUnit",
                "organizations:DescribeOrganizationalUnit",
                "organizations:ListParents",
                "organizations:MoveAccount",
                AssumeRole,
            ],
            [
                LookUp,
                "ec2:CopyImage",
                "ec2:CreateTags",
                "ec2:DeleteSnapshot",
                "ec2:DeregisterImage",
                "ec2:DescribeImages",
                "ec2:DescribeInstances",
                "ec2:DescribeRegions",
                "ec2:DescribeSnapshots",
                "ec2:GetAllowedImagesSettings",
                "ec2:ModifyImageAttribute",
                "ec2:RunInstances",
                "ec2:TerminateInstances",
            ]
        ),
        new("verify", [.. ReadOrganization, Effective, KnownRegions, AssumeRole], Verification),
        new(
            "verify --launch",
            [.. ReadOrganization, Effective, KnownRegions, AssumeRole],
            [.. Verification, "ec2:CreateTags", "ec2:DescribeInstances", "ec2:TerminateInstances"]
        ),
        new(
            "verify --cloudtrail",
            [.. ReadOrganization, Effective, KnownRegions, AssumeRole],
            [.. Verification, LookUp]
        ),
        new("trail scan s3://", ReadBucket, []),
        new("backtest s3://", ReadBucket, []),
        new("trail scan --lookup-owners", ["ec2:DescribeImages", AssumeRole], ["ec2:DescribeImages"]),
        new("backtest --lookup-owners", ["ec2:DescribeImages", AssumeRole], ["ec2:DescribeImages"]),
        new("trail live", ["organizations:ListAccounts", AssumeRole, .. EventHistory], EventHistory),
        new(
            "trail live --lookup-owners",
            ["organizations:ListAccounts", AssumeRole, "ec2:DescribeImages", .. EventHistory],
            ["ec2:DescribeImages", .. EventHistory]
        ),
        new("trail athena", AskedServices.AskAthena, []),
        new("trail logs", AskedServices.AskLogs, []),
        new("status-report start", AskedServices.StartReport, []),
        new(
            "status-report wait",
            ["ec2:DescribeDeclarativePoliciesReports", "ec2:GetDeclarativePoliciesReportSummary"],
            []
        ),
        new(
            "status-report show",
            ["ec2:DescribeDeclarativePoliciesReports", "ec2:GetDeclarativePoliciesReportSummary"],
            []
        ),
        new("impact", FindUses, ImageUses),
        new("discover", FindUses, ImageUses),
        new("init --from-organization", FindUses, ImageUses),
        new("discover --trail s3://", ReadBucket, []),
        new("dashboard plan", ReadMonitoring, []),
        new("dashboard apply", [.. ReadMonitoring, .. ChangeMonitoring], []),
        new(
            "images scan",
            ["organizations:DescribeOrganization", "organizations:ListAccounts", AssumeRole, .. Scan],
            Scan
        ),
        new("images find --live", ["ec2:DescribeImages", "ssm:GetParameters"], []),
        new("images report", [PutEvents, Publish], []),
        new("images review", [AssumeRole, .. ImageUse], ImageUse),
        new("images remediate", [AssumeRole, .. ChangeImages], ChangeImages),
        new("images undo", [AssumeRole, .. ChangeImages], ChangeImages),
        new("exception request --live", ["organizations:DescribeOrganization", "organizations:ListAccounts"], []),
        new("exception remind", [Publish], []),
    ];

    /// <summary>The row of the reference.</summary>
    public string Row => $"| `{Command}` | {Cell(Own)} | {Cell(Member)} |";

    private static string Cell(ImmutableArray<string> actions) =>
        actions.IsEmpty
            ? "–"
            : string.Join(", ", actions.Distinct().Order(StringComparer.Ordinal).Select(a => $"`{a}`"));
}
