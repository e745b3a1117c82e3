using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Doctor;

/// <summary>What services do by themselves with the permissions of who asks them.</summary>
internal static class AskedServices
{
    /// <summary>
    /// Athena reads the table and the bucket, and writes its results, with the permissions of who asks (Athena user guide, "Access to
    /// Amazon S3").
    /// </summary>
    public static readonly ImmutableArray<string> AskAthena =
    [
        "athena:GetQueryExecution",
        "athena:GetQueryResults",
        "athena:GetTableMetadata",
        "athena:GetWorkGroup",
        "athena:StartQueryExecution",
        "athena:StopQueryExecution",
        "glue:CreateTable",
        "glue:GetDatabase",
        "glue:GetPartitions",
        "glue:GetTable",
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:PutObject",
    ];

    public static readonly ImmutableArray<string> AskLogs =
    [
        "logs:DescribeLogGroups",
        "logs:GetQueryResults",
        "logs:StartQuery",
        "logs:StopQuery",
    ];

    /// <summary>
    /// EC2 reads the organization, and writes the report, with the permissions of who asks (Organizations user guide, "Generating the
    /// account status report for declarative policies").
    /// </summary>
    public static readonly ImmutableArray<string> StartReport =
    [
        "ec2:StartDeclarativePoliciesReport",
        "organizations:DescribeAccount",
        "organizations:DescribeOrganization",
        "organizations:DescribeOrganizationalUnit",
        "organizations:ListAWSServiceAccessForOrganization",
        "organizations:ListAccounts",
        "organizations:ListDelegatedAdministrators",
        "organizations:ListRoots",
        "s3:PutObject",
    ];
}
