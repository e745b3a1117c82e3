using Amazon.S3;
using Amazon.S3.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;
using AmazonClientException = Amazon.Runtime.AmazonClientException;

namespace AmiGovernance.Aws.Trail;

/// <summary>
/// An object as a stream, read as it comes. Where a connection breaks, another goes on at that byte, as long as the object is
/// still the one that was listed. Fails with <see cref="IOException"/> or <see cref="AwsException"/>.
/// </summary>
internal sealed class ObjectDownload(
    AmazonS3Client s3,
    TrailFile file,
    TimeSpan timeout,
    TimeProvider time,
    CancellationToken cancel
) : ForwardStream
{
    private const int Md5Digits = 32;

    private readonly RetryPolicy retries = new(time);
    private GetObjectResponse? answer;
    private long position;

    public override long Length => file.Size;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0 || position >= file.Size)
            return 0;
        return ReadSome(buffer.AsMemory(offset, count)).GetAwaiter().GetResult();
    }

    protected override void Dispose(bool disposing)
    {
        Drop();
        base.Dispose(disposing);
    }

    private async Task<int> ReadSome(Memory<byte> buffer)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryRead(buffer);
            }
            catch (AwsException e) when (e.Code is "PreconditionFailed" or "Http412")
            {
                throw new IOException("the object was replaced while it was read", e);
            }
            catch (AmazonClientException e)
            {
                throw new IOException(e.Message, e);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested && IsBroken(e))
            {
                Drop();
                if (attempt == RetryPolicy.MaxAttempts)
                    throw new IOException(e is OperationCanceledException ? "no more came in time" : e.Message, e);
                await retries.Delay(attempt, cancel);
            }
        }
    }

    private async Task<int> TryRead(Memory<byte> buffer)
    {
        answer ??= await retries.Run("s3:GetObject", CallPlace.Partition, GetObject, cancel);
        // HttpClient's own limit ends with the headers.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        var read = await answer.ResponseStream.ReadAsync(buffer, limit.Token);
        if (read == 0)
            throw new IOException($"it ended after {position} of {file.Size} bytes");
        position += read;
        return read;
    }

    private static bool IsBroken(Exception e) => e is IOException or HttpRequestException or OperationCanceledException;

    private Task<GetObjectResponse> GetObject()
    {
        var (bucket, key) = BucketAddress.Split(file.Name);
        var request = new GetObjectRequest
        {
            BucketName = bucket,
            Key = key,
            EtagToMatch = file.Version,
        };
        // The SDK takes the ETag of a whole object for an MD5, and fails at any other; S3 makes no promise of what it is.
        if (position > 0 || !IsMd5(file.Version))
            request.ByteRange = new ByteRange(position, file.Size - 1);
        return s3.GetObjectAsync(request, cancel);
    }

    private static bool IsMd5(string etag) =>
        etag.Trim('"') is { Length: Md5Digits } digits && digits.All(char.IsAsciiHexDigit);

    private void Drop()
    {
        answer?.Dispose();
        answer = null;
    }
}
