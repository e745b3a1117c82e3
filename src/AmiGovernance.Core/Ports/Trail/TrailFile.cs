namespace AmiGovernance.Core.Ports.Trail;

/// <summary>A file of a trail, as its source lists it.</summary>
/// <param name="Name">With its folders; unique within a source.</param>
/// <param name="Size">In bytes, as stored.</param>
public sealed record TrailFile(string Name, long Size)
{
    /// <summary>Tells one content from another of the same size, as an ETag does; empty where nothing does.</summary>
    public string Version { get; init; } = "";

    /// <summary>
    /// Whether events are added to it, as to an account's event history: it is read again, for what came since.
    /// </summary>
    public bool Grows { get; init; }

    /// <summary>Of a file that grows, as it was when it was read last; null when it was not.</summary>
    public TrailFile? Before { get; init; }

    /// <summary>Why it cannot be read; null where nothing is known against it.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// Why the file is left out by its name; null for one that is to be read, as each is that the user named.
    /// </summary>
    public string? SkipReason { get; init; }
}
