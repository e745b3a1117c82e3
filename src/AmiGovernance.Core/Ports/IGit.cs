using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports;

/// <param name="Changes">`A` added, `M` changed, `D` deleted; paths relative to the working folder.</param>
public sealed record GitCommit(
    CommitFacts Facts,
    DateTimeOffset At,
    string Subject,
    ImmutableArray<(string Change, string Path)> Changes
);

/// <summary>Git did not do what it was asked.</summary>
/// <param name="command">Such as `git push`.</param>
public sealed class GitException(string command, string message) : Exception(message)
{
    public string Command { get; } = command;
}

/// <summary>
/// The git repository around the working folder; all paths are relative to that folder. Every method throws
/// <see cref="GitException"/> when there is no repository or git fails.
/// </summary>
public interface IGit
{
    /// <summary>Who commits here; null when git does not know.</summary>
    GitIdentity? Identity();

    /// <summary>The id of the commit that a name stands for; null when there is none.</summary>
    string? Resolve(string revision);

    /// <summary>A file as committed; null when the commit has none there.</summary>
    SourceText? Read(string commit, string path);

    /// <summary>The paths of all files below a folder, in ordinal order.</summary>
    ImmutableArray<string> List(string commit, string folder);

    /// <summary>The paths at or below this one whose files in the working folder are not as in the commit that is checked out.</summary>
    ImmutableArray<string> Uncommitted(string path);

    /// <summary>
    /// The commits that lead to this one and touch what lies below a path, the newest first, those that a merge brought and
    /// what a merge changed by itself included.
    /// </summary>
    ImmutableArray<GitCommit> Log(string commit, string path);

    /// <summary>Commits these files of the working folder and nothing else, on the current branch; returns the commit's id.</summary>
    string Commit(ImmutableArray<string> paths, string message);

    /// <summary>
    /// Makes a commit without touching working folder or index and lets the branch point to it. <paramref name="expected"/> is where
    /// the branch stands now, null when it must not exist: if another process moved it, this fails. Returns the commit's id.
    /// </summary>
    string CommitOn(string branch, string? expected, string parent, ImmutableArray<FileChange> changes, string message);

    /// <summary>The branch that is checked out; null when none is.</summary>
    string? CurrentBranch();

    /// <summary>The branch that others are merged into, such as `main`.</summary>
    string DefaultBranch(string remote);

    /// <summary>The commit that a branch of a remote points to now; null when it has no such branch.</summary>
    string? RemoteBranch(string remote, string branch);

    /// <summary>Where a remote lies; null when it is not configured.</summary>
    string? RemoteUrl(string remote);

    void Fetch(string remote);

    /// <summary>Pushes a branch. <paramref name="expected"/> is where the remote's branch must stand, null when it must not exist there.</summary>
    void Push(string remote, string branch, string? expected);
}

/// <param name="Bytes">Null deletes the file.</param>
public sealed record FileChange(string Path, ReadOnlyMemory<byte>? Bytes);
