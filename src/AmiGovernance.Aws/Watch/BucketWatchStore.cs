using System.Collections.Immutable;
using Amazon.S3;
using Amazon.S3.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Aws.Trail;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Watch;
using RetryPolicy = AmiGovernance.Aws.Session.RetryPolicy;

namespace AmiGovernance.Aws.Watch;

/// <summary>
/// Objects of a bucket, with conditional writes (S3 user guide, "How to prevent object overwrites with conditional writes"). Needs
/// `s3:GetObject`, `s3:PutObject`, `s3:DeleteObject` below the prefix, and `s3:ListBucket`.
/// </summary>
internal sealed class BucketWatchStore : IWatchStore
{
    private readonly AmazonS3Client s3;
    private readonly BucketAddress address;
    private readonly TimeProvider time;
    private readonly RetryPolicy retries;

    private readonly AnswerClock clock;

    public BucketWatchStore(AmazonS3Client s3, BucketAddress address, TimeProvider time)
    {
        (this.s3, this.address, this.time) = (s3, address, time);
        retries = new RetryPolicy(time);
        clock = new AnswerClock(s3, time);
    }

    public TimeSpan? Ahead => clock.Ahead;

    public async Task<StoredItem?> Read(string name, CancellationToken cancel)
    {
        try
        {
            var request = new GetObjectRequest { BucketName = address.Bucket, Key = Key(name) };
            using var answer = await Run("s3:GetObject", () => s3.GetObjectAsync(request, cancel), cancel);
            using var bytes = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(bytes, cancel);
            return new StoredItem(bytes.ToArray(), answer.ETag, Age(answer));
        }
        catch (AwsException e) when (e.Code == "NoSuchKey")
        {
            return null;
        }
        catch (Exception e) when (e is AwsException or IOException or HttpRequestException)
        {
            throw Failed(e);
        }
    }

    private TimeSpan Age(GetObjectResponse answer)
    {
        var now = clock.Answered ?? time.GetUtcNow();
        return answer.LastModified is { } written ? now - written.ToUniversalTime() : TimeSpan.Zero;
    }

    public async Task<string?> Write(
        string name,
        ReadOnlyMemory<byte> bytes,
        string? expected,
        CancellationToken cancel
    )
    {
        try
        {
            return (await Put(name, bytes, request => Expect(request, expected), cancel)).ETag;
        }
        // 409: another conditional write of the same key was under way.
        catch (AwsException e)
            when (e.Code
                    is "PreconditionFailed"
                        or "Http412"
                        or "ConditionalRequestConflict"
                        or "Http409"
                        or "NoSuchKey"
            )
        {
            return null;
        }
        catch (AwsException e)
        {
            throw Failed(e);
        }
    }

    private static void Expect(PutObjectRequest request, string? tag)
    {
        if (tag is null)
            request.IfNoneMatch = "*";
        else
            request.IfMatch = tag;
    }

    public void Keep(string name, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            Put(name, bytes, _ => { }, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (AwsException e)
        {
            throw Failed(e);
        }
    }

    private Task<PutObjectResponse> Put(
        string name,
        ReadOnlyMemory<byte> bytes,
        Action<PutObjectRequest> condition,
        CancellationToken cancel
    ) =>
        Run(
            "s3:PutObject",
            () =>
            {
                var request = new PutObjectRequest
                {
                    BucketName = address.Bucket,
                    Key = Key(name),
                    InputStream = new MemoryStream(bytes.ToArray()),
                };
                condition(request);
                return s3.PutObjectAsync(request, cancel);
            },
            cancel
        );

    public async Task Delete(string name, CancellationToken cancel)
    {
        try
        {
            var request = new DeleteObjectRequest { BucketName = address.Bucket, Key = Key(name) };
            await Run("s3:DeleteObject", () => s3.DeleteObjectAsync(request, cancel), cancel);
        }
        catch (AwsException e)
        {
            throw Failed(e);
        }
    }

    public async Task<ImmutableArray<string>> List(string prefix, CancellationToken cancel)
    {
        try
        {
            var names = ImmutableArray.CreateBuilder<string>();
            var listing = new BucketListing(s3, time);
            await foreach (var item in listing.Objects(address.Bucket, Key(prefix), after: null, cancel))
                names.Add(item.Key[Key("").Length..]);
            names.Sort(StringComparer.Ordinal);
            return names.ToImmutable();
        }
        catch (AwsException e)
        {
            throw Failed(e);
        }
    }

    private Task<T> Run<T>(string operation, Func<Task<T>> call, CancellationToken cancel) =>
        retries.Run(operation, CallPlace.Partition, call, cancel);

    private string Key(string name) => address.Prefix.Length == 0 ? name : $"{address.Prefix}/{name}";

    private WatchStoreException Failed(Exception e)
    {
        var why = e is AwsException refused ? refused.Failure.Summary : e.Message;
        return new WatchStoreException($"{address}: {why}", e);
    }
}
