namespace AmiGovernance.Core.Ports.Trail;

/// <summary>
/// What a run keeps, so that another can go on after it. All that is handed over at once becomes true at once, or not
/// at all.
/// </summary>
public interface ITrailState : IDisposable
{
    /// <summary>
    /// What was asked when it was saved; an answer to another question cannot be gone on with. Null when nothing was
    /// saved yet.
    /// </summary>
    string? Question { get; }

    /// <summary>Null when nothing was saved yet.</summary>
    TrailSnapshot? Load();

    /// <summary>The file as it was when it was read; null when it was not.</summary>
    /// <param name="name">As its source names it.</param>
    /// <exception cref="IOException">What was kept is damaged; nothing is saved any more.</exception>
    TrailFile? WhenRead(string name);

    /// <param name="progress">What came in since the last time.</param>
    /// <exception cref="IOException">It cannot be kept; nothing has changed then.</exception>
    void Save(TrailProgress progress);
}
