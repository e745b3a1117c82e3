using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports;

/// <param name="Path">Relative to the working folder.</param>
/// <param name="Bytes">Null deletes the file.</param>
public sealed record FileChange(string Path, ReadOnlyMemory<byte>? Bytes);

/// <summary>
/// Makes commits in the git repository around the working folder, by the person who works there; all paths are relative to that
/// folder. Every method throws <see cref="GitException"/> when there is no repository or git fails.
/// </summary>
public interface ICommitWriter
{
    /// <summary>Who commits here; null when git does not know.</summary>
    GitIdentity? Identity();

    /// <summary>The branch that is checked out; null when none is.</summary>
    string? CurrentBranch();

    /// <summary>Commits these files of the working folder and nothing else, on the current branch; returns the commit's id.</summary>
    /// <param name="paths">Those of the files.</param>
    /// <param name="message">The commit's, with its line ends.</param>
    string Commit(ImmutableArray<string> paths, string message);

    /// <summary>
    /// Makes a commit without touching working folder or index and lets the branch point to it. Returns the commit's id.
    /// </summary>
    /// <param name="branch">Its name, without `refs/heads/`.</param>
    /// <param name="expected">Where the branch stands now, null when it must not exist: if another process moved it, this fails.</param>
    /// <param name="parent">The id of the commit that comes before.</param>
    /// <param name="changes">What differs from the parent.</param>
    /// <param name="message">The commit's, with its line ends.</param>
    string CommitOn(string branch, string? expected, string parent, ImmutableArray<FileChange> changes, string message);
}
