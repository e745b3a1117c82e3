using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Trail;

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
    private GetObjectResponse? answer;
    private long position;
    private int failures;

    public override int Read(byte[] buffer, int offset, int count) =>
        count == 0 || position >= file.Size ? 0 : ReadSome(buffer.AsMemory(offset, count)).GetAwaiter().GetResult();

    private async Task<int> ReadSome(Memory<byte> buffer)
    {
        while (true)
        {
            try
            {
                answer ??= await Patience.Run("s3:GetObject", Ask, time, cancel);
                // HttpClient's own limit ends with the headers.
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                limit.CancelAfter(timeout);
                var read = await answer.ResponseStream.ReadAsync(buffer, limit.Token);
                if (read == 0)
                    throw new IOException($"it ended after {position} of {file.Size} bytes");
                position += read;
                failures = 0;
                return read;
            }
            catch (AwsException e) when (e.Code is "PreconditionFailed" or "Http412")
            {
                throw new IOException("the object was replaced while it was read", e);
            }
            catch (AmazonClientException e)
            {
                throw new IOException(e.Message, e);
            }
            catch (Exception e)
                when (!cancel.IsCancellationRequested
                    && e is IOException or HttpRequestException or OperationCanceledException
                )
            {
                Drop();
                if (++failures >= Patience.Most)
                    throw new IOException(e is OperationCanceledException ? "no more came in time" : e.Message, e);
                await Patience.Pause(failures, time, cancel);
            }
        }
    }

    private Task<GetObjectResponse> Ask()
    {
        var (bucket, key) = BucketAddress.Split(file.Name);
        var request = new GetObjectRequest
        {
            BucketName = bucket,
            Key = key,
            EtagToMatch = file.Version,
        };
        if (position > 0)
            request.ByteRange = new ByteRange(position, file.Size - 1);
        return s3.GetObjectAsync(request, cancel);
    }

    private void Drop()
    {
        answer?.Dispose();
        answer = null;
    }

    protected override void Dispose(bool disposing)
    {
        Drop();
        base.Dispose(disposing);
    }

    public override long Length => file.Size;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }
}
