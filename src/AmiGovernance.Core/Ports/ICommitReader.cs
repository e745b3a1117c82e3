using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Ports;

/// <summary>
/// Commits and their files in the git repository around the working folder; all paths are relative to that folder. Every method throws
/// <see cref="GitException"/> when there is no repository or git fails.
/// </summary>
public interface ICommitReader
{
    /// <summary>The id of the commit that a name stands for; null when there is none.</summary>
    /// <param name="revision">As git takes it, such as `HEAD` or `refs/heads/main`.</param>
    string? Resolve(string revision);

    /// <summary>A file as committed; null when the commit has none there.</summary>
    /// <param name="commit">The id of a commit.</param>
    /// <param name="path">The file's.</param>
    SourceText? Read(string commit, string path);

    /// <summary>The paths of all files below a folder, in ordinal order.</summary>
    /// <param name="commit">The id of a commit.</param>
    /// <param name="folder">Without a slash at the end.</param>
    ImmutableArray<string> List(string commit, string folder);

    /// <summary>
    /// The commits that lead to this one and touch what lies below a path, the newest first, those that a merge brought and
    /// what a merge changed by itself included.
    /// </summary>
    /// <param name="commit">The id of a commit.</param>
    /// <param name="path">Of a file or folder.</param>
    ImmutableArray<GitCommit> Log(string commit, string path);

    /// <summary>
    /// The branch that changes are merged into: what `AMIGOV_TARGET_BRANCH` or CI names, else the default branch of the remote, else
    /// `main` or `master` here. Null when there is none of them, or it has no commit.
    /// </summary>
    /// <param name="head">The id of the commit that is judged by it.</param>
    TargetBranch? Target(string head);

    /// <summary>Where the changes are reviewed; null when the remote is no code host.</summary>
    IMergeApprovals? Approvals { get; }

    /// <summary>The paths at or below this one whose files in the working folder are not as in the commit that is checked out.</summary>
    /// <param name="path">Of a file or folder.</param>
    ImmutableArray<string> Uncommitted(string path);
}
