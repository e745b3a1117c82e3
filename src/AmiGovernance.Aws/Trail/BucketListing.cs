using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using AmiGovernance.Aws.Session;

namespace AmiGovernance.Aws.Trail;

/// <summary>Lists buckets page by page (S3 API reference, ListObjectsV2), with the caller's own credentials.</summary>
internal sealed class BucketListing(AmazonS3Client s3, TimeProvider time)
{
    private readonly RetryPolicy retries = new(time);

    /// <summary>All objects whose key begins so, in the order of their keys.</summary>
    /// <param name="after">Only those behind it; null for all.</param>
    public async IAsyncEnumerable<S3Object> Objects(
        string bucket,
        string prefix,
        string? after,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var request = new ListObjectsV2Request
        {
            BucketName = bucket,
            Prefix = prefix,
            StartAfter = after,
        };
        await foreach (var page in Pages(request, cancel))
        foreach (var stored in page.S3Objects ?? [])
            yield return stored;
    }

    /// <summary>
    /// What stands directly in a folder: objects, and folders by their names with a slash at the end.
    /// </summary>
    public async IAsyncEnumerable<(S3Object? Object, string? Folder)> Folder(
        string bucket,
        string folder,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var request = new ListObjectsV2Request
        {
            BucketName = bucket,
            Prefix = folder,
            Delimiter = "/",
        };
        await foreach (var page in Pages(request, cancel))
        {
            foreach (var stored in page.S3Objects ?? [])
                yield return (stored, null);
            foreach (var below in page.CommonPrefixes ?? [])
                yield return (null, below);
        }
    }

    /// <summary>
    /// The object of this very key; null when there is none. It is the first of those whose key begins so.
    /// </summary>
    public async Task<S3Object?> Find(string bucket, string key, CancellationToken cancel)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = bucket,
            Prefix = key,
            MaxKeys = 1,
        };
        var page = await Page(request, cancel);
        return page.S3Objects?.FirstOrDefault(o => o.Key == key);
    }

    private async IAsyncEnumerable<ListObjectsV2Response> Pages(
        ListObjectsV2Request request,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        do
        {
            var page = await Page(request, cancel);
            yield return page;
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        } while (request.ContinuationToken is not null);
    }

    private Task<ListObjectsV2Response> Page(ListObjectsV2Request request, CancellationToken cancel) =>
        retries.Run("s3:ListBucket", CallPlace.Partition, () => s3.ListObjectsV2Async(request, cancel), cancel);
}
