using System.IO.Compression;
using System.Text.Json;
using Amazon.EC2.Model;
using Amazon.S3;
using Amazon.S3.Model;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>The sandbox's buckets, and what AWS puts into them, before the AWS SDK for .NET.</summary>
public sealed class AwsSdkBucketTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Puts_reads_and_lists_objects()
    {
        await using var rig = await SandboxRig.Start();
        using var s3 = rig.S3();
        await s3.PutBucketAsync("reports", Cancel);
        foreach (var key in new[] { "a/1.txt", "a/2.txt", "b/ü ö+%.txt", "c" })
            await s3.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = "reports",
                    Key = key,
                    ContentBody = $"content of {key}",
                    ContentType = "text/plain",
                },
                Cancel
            );
        using (
            var part = await s3.GetObjectAsync(
                new GetObjectRequest
                {
                    BucketName = "reports",
                    Key = "b/ü ö+%.txt",
                    ByteRange = new ByteRange(0, 6),
                },
                Cancel
            )
        )
        using (var reader = new StreamReader(part.ResponseStream))
            Assert.Equal("content", await reader.ReadToEndAsync(Cancel));
        Assert.Equal("text/plain", (await s3.GetObjectMetadataAsync("reports", "c", Cancel)).Headers.ContentType);
        var keys = new List<string>();
        await foreach (
            var found in s3
                .Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = "reports", MaxKeys = 1 })
                .S3Objects.WithCancellation(Cancel)
        )
            keys.Add(found.Key);
        Assert.Equal(["a/1.txt", "a/2.txt", "b/ü ö+%.txt", "c"], keys);
        var groups = await s3.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = "reports", Delimiter = "/" },
            Cancel
        );
        Assert.Equal(["a/", "b/"], groups.CommonPrefixes);
        await s3.DeleteObjectsAsync(
            new DeleteObjectsRequest
            {
                BucketName = "reports",
                Objects = [.. keys.Select(k => new KeyVersion { Key = k })],
            },
            Cancel
        );
        await s3.DeleteBucketAsync("reports", Cancel);
        Assert.Equal(
            "NoSuchBucket",
            (await Assert.ThrowsAsync<AmazonS3Exception>(() => s3.GetObjectAsync("reports", "c", Cancel))).ErrorCode
        );
    }

    [Fact]
    public async Task A_status_report_is_made_and_put_into_the_bucket()
    {
        await using var rig = await SandboxRig.Start();
        rig.World.TrustedServices.Add("ec2.amazonaws.com");
        rig.Attach(
            OrganizationPolicyType.DeclarativePolicyEc2,
            """{"ec2_attributes":{"image_block_public_access":{"state":{"@@assign":"block_new_sharing"}}}}"""
        );
        rig.World.Ec2.Settings[SandboxText.Place(SandboxRig.Workload, "us-east-1")] = new RegionSettings
        {
            AllowedImages = AmiGovernance.Core.Policies.Declarative.AllowedImagesState.Enabled,
        };
        using var s3 = rig.S3();
        await s3.PutBucketAsync("status", Cancel);
        using var ec2 = rig.Ec2(WorldGenerator.Management);
        var id = (
            await ec2.StartDeclarativePoliciesReportAsync(
                new StartDeclarativePoliciesReportRequest
                {
                    S3Bucket = "status",
                    S3Prefix = "x",
                    TargetId = WorldGenerator.Root,
                },
                Cancel
            )
        ).ReportId;
        async Task<string> Status() =>
            (
                await ec2.DescribeDeclarativePoliciesReportsAsync(
                    new DescribeDeclarativePoliciesReportsRequest { ReportIds = [id] },
                    Cancel
                )
            )
                .Reports.Single()
                .Status;
        Assert.Equal("running", await Status());
        Assert.Equal("complete", await Status());
        var summary = await ec2.GetDeclarativePoliciesReportSummaryAsync(
            new GetDeclarativePoliciesReportSummaryRequest { ReportId = id },
            Cancel
        );
        // The suspended account is not in it.
        Assert.Equal(11, summary.NumberOfAccounts);
        Assert.Equal(
            [
                ("image_block_public_access", "block-new-sharing", 0),
                ("snapshot_block_public_access", "unblocked", 0),
                ("allowed_images_settings", "disabled", 1),
            ],
            summary.AttributeSummaries.Select(a =>
                (a.AttributeName, a.MostFrequentValue, a.NumberOfUnmatchedAccounts ?? 0)
            )
        );
        var key = (await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "status" }, Cancel))
            .S3Objects.Single()
            .Key;
        Assert.Equal($"x/ec2_r-a1b2_{id}_20260103T1200Z.csv", key);
        using var report = await s3.GetObjectAsync("status", key, Cancel);
        using var reader = new StreamReader(report.ResponseStream);
        Assert.Contains(
            $"{SandboxRig.Workload},us-east-1,allowed_images_settings,enabled,account\n",
            await reader.ReadToEndAsync(Cancel),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Trail_files_lie_in_the_bucket_in_the_layout_of_an_organization_trail()
    {
        await using var rig = await SandboxRig.Start();
        var trail = rig.Server.StartTrail();
        using var ec2 = rig.Ec2();
        await ec2.DescribeImagesAsync(new DescribeImagesRequest { Owners = ["self"] }, Cancel);
        await rig.Organizations("ListRoots", "{}");
        var keys = trail.Deliver();
        Assert.Equal(2, keys.Length);
        Assert.Matches(
            $"^AWSLogs/o-a1b2c3d4e5/{SandboxRig.Workload}/CloudTrail/us-east-1/2026/01/03/{SandboxRig.Workload}_CloudTrail_us-east-1_20260103T1200Z_[0-9A-Za-z]{{16}}\\.json\\.gz$",
            keys[0]
        );
        using var s3 = rig.S3(WorldGenerator.LogArchive);
        using var stored = await s3.GetObjectAsync("aws-cloudtrail-logs-o-a1b2c3d4e5", keys[0], Cancel);
        using var gzip = new GZipStream(stored.ResponseStream, CompressionMode.Decompress);
        using var document = await JsonDocument.ParseAsync(gzip, cancellationToken: Cancel);
        var record = document.RootElement.GetProperty("Records").EnumerateArray().Single();
        Assert.Equal(
            ("DescribeImages", "ec2.amazonaws.com", SandboxRig.Workload, "1.11"),
            (
                record.GetProperty("eventName").GetString(),
                record.GetProperty("eventSource").GetString(),
                record.GetProperty("recipientAccountId").GetString(),
                record.GetProperty("eventVersion").GetString()
            )
        );
        Assert.Equal(JsonValueKind.Null, record.GetProperty("responseElements").ValueKind);
        Assert.Empty(trail.Deliver());
    }
}
