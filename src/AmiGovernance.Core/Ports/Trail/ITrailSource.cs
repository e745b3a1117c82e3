namespace AmiGovernance.Core.Ports.Trail;

/// <summary>
/// Where trail files lie: folders, the objects of a bucket, or the event histories of an organization.
/// </summary>
public interface ITrailSource
{
    /// <summary>
    /// How many files are worth reading at the same time: the cores where the disk is fast, more where each file is waited for.
    /// </summary>
    int Concurrency { get; }

    /// <summary>Each file once, always in the same order, without holding all names.</summary>
    /// <param name="cancel">Ends the listing.</param>
    /// <exception cref="AwsException">The files are listed by AWS, which refuses or does not answer.</exception>
    IAsyncEnumerable<TrailFile> List(CancellationToken cancel);

    /// <summary>The file from its beginning, to be read by one thread.</summary>
    /// <param name="file">One that <see cref="List"/> gave.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="IOException">It cannot be read; also thrown by the stream.</exception>
    /// <exception cref="AwsException">AWS refuses or does not answer; also thrown by the stream.</exception>
    Stream Open(TrailFile file, CancellationToken cancel);
}
