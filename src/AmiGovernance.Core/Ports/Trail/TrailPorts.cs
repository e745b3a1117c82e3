using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Ports.Trail;

/// <param name="Name">With its folders; unique within a source.</param>
/// <param name="Size">In bytes, as stored.</param>
public sealed record TrailFile(string Name, long Size)
{
    /// <summary>Tells one content from another of the same size, as an ETag does; empty where nothing does.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether events are added to it, as to an account's event history: it is read again, for what came since.</summary>
    public bool Grows { get; init; }

    /// <summary>Of a file that grows, as it was when it was read last; null when it was not.</summary>
    public TrailFile? Before { get; init; }

    /// <summary>Why it cannot be read; null where nothing is known against it.</summary>
    public string? Problem { get; init; }

    /// <summary>Why the file is left out (<see cref="TrailFileNames.ReasonToSkip"/>); null for one that is to be read, as each is that the user named.</summary>
    public string? SkipReason { get; init; }
}

/// <summary>Where trail files lie: folders, or the objects of a bucket.</summary>
public interface ITrailSource
{
    /// <summary>
    /// How many files are worth reading at the same time: the cores where the disk is fast, more where each file is waited for.
    /// </summary>
    int Concurrency { get; }

    /// <summary>Each file once, always in the same order, without holding all names.</summary>
    IAsyncEnumerable<TrailFile> List(CancellationToken cancel);

    /// <summary>The file from its beginning, to be read by one thread. Throws <see cref="IOException"/> or <see cref="AwsException"/> when it cannot be had.</summary>
    Stream Open(TrailFile file, CancellationToken cancel);
}
