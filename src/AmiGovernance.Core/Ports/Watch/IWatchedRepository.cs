namespace AmiGovernance.Core.Ports.Watch;

/// <summary>
/// The clone of a process that watches. Its files are those of the protected branch of the remote, and what this process recorded and
/// nobody has seen yet. Every method throws <see cref="GitException"/> when git fails or the remote does not answer.
/// </summary>
public interface IWatchedRepository
{
    ICommitReader Commits { get; }

    IFileStore Files { get; }

    /// <summary>
    /// The id of the commit that is checked out: the last one that <see cref="Refresh"/> took. Null before the first.
    /// </summary>
    string? Head { get; }

    /// <summary>The paths that nobody committed here, beside what is recorded; such work would be lost.</summary>
    IReadOnlyList<string> Uncommitted();

    /// <summary>
    /// Takes over what was merged. Throws when the branch was rewritten, or its newest commit lacks the signature that is demanded: then
    /// all stays as it was.
    /// </summary>
    /// <param name="known">The commit that was watched last, by another process perhaps: what is taken over comes after it.</param>
    void Refresh(string? known = null);

    /// <summary>
    /// Commits what was recorded and pushes it to the branch; takes over what was merged meanwhile. Nothing happens when nothing was
    /// recorded.
    /// </summary>
    /// <param name="message">The commit's, without a line end.</param>
    void Publish(string message);
}
