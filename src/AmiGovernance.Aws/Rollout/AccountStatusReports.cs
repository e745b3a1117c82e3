using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.S3;
using Amazon.S3.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Rollout;

/// <summary>Account status reports over the EC2 API, in the caller's own account and Region, and their files in S3.</summary>
internal sealed class AccountStatusReports(AwsSession session, AmazonS3Client s3) : IAccountStatusReports
{
    public async Task<string> Start(string target, string bucket, string prefix, CancellationToken cancel)
    {
        var request = new StartDeclarativePoliciesReportRequest
        {
            TargetId = target,
            S3Bucket = bucket,
            S3Prefix = prefix.Length > 0 ? prefix : null,
        };
        return (
            await Call(
                "StartDeclarativePoliciesReport",
                ec2 => ec2.StartDeclarativePoliciesReportAsync(request, cancel),
                cancel
            )
        ).ReportId;
    }

    public async Task<ImmutableArray<AccountStatusReport>> Describe(CancellationToken cancel)
    {
        var all = new List<AccountStatusReport>();
        var request = new DescribeDeclarativePoliciesReportsRequest();
        do
        {
            var page = await Call(
                "DescribeDeclarativePoliciesReports",
                ec2 => ec2.DescribeDeclarativePoliciesReportsAsync(request, cancel),
                cancel
            );
            all.AddRange((page.Reports ?? []).Select(Report));
            request.NextToken = page.NextToken;
        } while (!string.IsNullOrEmpty(request.NextToken));
        return [.. all.OrderByDescending(r => r.StartedAt).ThenBy(r => r.Id, StringComparer.Ordinal)];
    }

    public async Task<StatusSummary> Summarize(AccountStatusReport report, CancellationToken cancel)
    {
        var answer = await Call(
            "GetDeclarativePoliciesReportSummary",
            ec2 =>
                ec2.GetDeclarativePoliciesReportSummaryAsync(
                    new GetDeclarativePoliciesReportSummaryRequest { ReportId = report.Id },
                    cancel
                ),
            cancel
        );
        var attributes = (answer.AttributeSummaries ?? []).Select(Attribute);
        return new StatusSummary(
            report,
            answer.NumberOfAccounts ?? 0,
            answer.NumberOfFailedAccounts ?? 0,
            [.. attributes.OrderBy(a => a.Name, StringComparer.Ordinal)]
        );
    }

    private static AccountStatusReport Report(DeclarativePoliciesReport report)
    {
        var started = report.StartTime?.ToUniversalTime();
        return new AccountStatusReport(
            report.ReportId,
            report.TargetId ?? "",
            report.S3Bucket ?? "",
            report.S3Prefix ?? "",
            report.Status?.Value ?? "",
            started is null ? null : new DateTimeOffset(started.Value)
        );
    }

    private static AttributeStatus Attribute(AttributeSummary attribute)
    {
        var regions = (attribute.RegionalSummaries ?? [])
            .Where(r => r.NumberOfUnmatchedAccounts > 0)
            .Select(r => (Region: r.RegionName ?? "", Unmatched: r.NumberOfUnmatchedAccounts ?? 0))
            .OrderBy(r => r.Region, StringComparer.Ordinal);
        return new AttributeStatus(
            attribute.AttributeName ?? "",
            attribute.MostFrequentValue ?? "",
            attribute.NumberOfMatchedAccounts ?? 0,
            attribute.NumberOfUnmatchedAccounts ?? 0,
            [.. regions]
        );
    }

    public async Task<byte[]?> Fetch(AccountStatusReport report, CancellationToken cancel)
    {
        var listed = await AwsCalls.Run(
            "s3:ListBucket",
            () =>
                s3.ListObjectsV2Async(
                    new ListObjectsV2Request { BucketName = report.Bucket, Prefix = report.FilePrefix },
                    cancel
                ),
            cancel
        );
        if ((listed.S3Objects ?? []).MaxBy(o => o.Key, StringComparer.Ordinal) is not { } file)
            return null;
        return await AwsCalls.Run(
            "s3:GetObject",
            async () =>
            {
                using var answer = await s3.GetObjectAsync(report.Bucket, file.Key, cancel);
                using var content = new MemoryStream();
                await answer.ResponseStream.CopyToAsync(content, cancel);
                return content.ToArray();
            },
            cancel
        );
    }

    private Task<T> Call<T>(string operation, Func<AmazonEC2Client, Task<T>> call, CancellationToken cancel) =>
        AwsCalls.Run(
            $"ec2:{operation}",
            CallPlace.Of(null, session.Region.SystemName),
            async () => await call(await session.Ec2(null, session.Region.SystemName, cancel)),
            cancel
        );
}
