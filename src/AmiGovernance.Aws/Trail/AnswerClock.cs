using System.Globalization;
using Amazon.Runtime;
using Amazon.S3;

namespace AmiGovernance.Aws.Trail;

/// <summary>The clock of S3: every answer says when it was given (RFC 9110, 6.6.1).</summary>
internal sealed class AnswerClock
{
    private readonly TimeProvider time;

    public AnswerClock(AmazonS3Client s3, TimeProvider time)
    {
        this.time = time;
        s3.AfterResponseEvent += (_, answer) => Read(answer);
    }

    /// <summary>When the last answer was given; null before the first.</summary>
    public DateTimeOffset? Answered { get; private set; }

    /// <summary>How far it is ahead of this machine's clock; null before the first answer.</summary>
    public TimeSpan? Ahead { get; private set; }

    private void Read(ResponseEventArgs answer)
    {
        if (
            answer is not WebServiceResponseEventArgs { ResponseHeaders: { } headers }
            || !headers.TryGetValue("Date", out var date)
            || !DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        )
            return;
        (Answered, Ahead) = (at, at - time.GetUtcNow());
    }
}
