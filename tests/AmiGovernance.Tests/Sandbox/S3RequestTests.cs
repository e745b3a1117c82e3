using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.S3;

namespace AmiGovernance.Tests.Sandbox;

/// <summary>What a request to S3 asks for follows from its method, its path and its parameters.</summary>
public sealed class S3RequestTests
{
    [Theory]
    [InlineData("GET", "Service", "", "ListBuckets")]
    [InlineData("PUT", "Bucket", "", "CreateBucket")]
    [InlineData("PUT", "Bucket", "policy", "PutBucketPolicy")]
    [InlineData("PUT", "Bucket", "versioning", null)]
    [InlineData("HEAD", "Bucket", "", "HeadBucket")]
    [InlineData("DELETE", "Bucket", "", "DeleteBucket")]
    [InlineData("DELETE", "Bucket", "policy", "DeleteBucketPolicy")]
    [InlineData("DELETE", "Bucket", "tagging", null)]
    [InlineData("POST", "Bucket", "delete", "DeleteObjects")]
    [InlineData("POST", "Bucket", "", null)]
    [InlineData("GET", "Bucket", "location", "GetBucketLocation")]
    [InlineData("GET", "Bucket", "policy", "GetBucketPolicy")]
    [InlineData("GET", "Bucket", "list-type prefix", "ListObjectsV2")]
    [InlineData("GET", "Bucket", "prefix max-keys", "ListObjects")]
    [InlineData("GET", "Bucket", "acl", null)]
    [InlineData("PUT", "Object", "", "PutObject")]
    [InlineData("PUT", "Object", "uploadId partNumber", null)]
    [InlineData("PUT", "Object", "x-amz-copy-source", null)]
    [InlineData("GET", "Object", "", "GetObject")]
    [InlineData("GET", "Object", "tagging", null)]
    [InlineData("HEAD", "Object", "", "HeadObject")]
    [InlineData("DELETE", "Object", "", "DeleteObject")]
    [InlineData("DELETE", "Object", "uploadId", null)]
    [InlineData("PATCH", "Object", "", null)]
    public void Method_path_and_parameters_make_the_operation(
        string method,
        string target,
        string parameters,
        string? operation
    )
    {
        var given = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(operation, S3Operation.Find(method, Enum.Parse<S3Target>(target), given)?.Name);
    }

    [Theory]
    [InlineData("bytes=2-5", 2, 5)]
    [InlineData("bytes=2-", 2, 9)]
    [InlineData("bytes=2-99", 2, 9)]
    [InlineData("bytes=-3", 7, 9)]
    [InlineData("bytes=-99", 0, 9)]
    public void A_range_is_cut_to_the_object(string header, int from, int to) =>
        Assert.Equal(new ByteRange(from, to, 10), ByteRange.Parse(header, 10));

    [Theory]
    [InlineData("bytes=10-")]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=1-2-3")]
    [InlineData("lines=1-2")]
    public void A_range_outside_the_object_is_refused(string header) =>
        Assert.Equal(416, Assert.Throws<SandboxException>(() => ByteRange.Parse(header, 10)).Status);
}
