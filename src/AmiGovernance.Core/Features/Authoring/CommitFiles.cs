using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Authoring;

/// <summary>Writes files and commits them; where git refuses, the files are as they were.</summary>
public static class CommitFiles
{
    /// <summary>The same, or only written; false with a report when nothing was.</summary>
    /// <param name="files">The working folder.</param>
    /// <param name="writer">Commits these files and nothing else.</param>
    /// <param name="written">What is written.</param>
    /// <param name="message">Of the commit; null for none.</param>
    /// <param name="help">What to do when git refuses.</param>
    /// <param name="bag">Takes why not.</param>
    /// <param name="commit">The id of the commit; null where there is none.</param>
    public static bool TryWrite(
        IFileStore files,
        ICommitWriter writer,
        ImmutableArray<GeneratedFile> written,
        string? message,
        string help,
        DiagnosticBag bag,
        out string? commit
    )
    {
        commit = message is null ? null : Run(files, writer, written, message, help, bag);
        return message is null ? files.Write("", written, bag) : commit is not null;
    }

    /// <returns>The id of the commit; null with a report when nothing was written.</returns>
    /// <param name="files">The working folder.</param>
    /// <param name="writer">Commits these files and nothing else.</param>
    /// <param name="written">What is written.</param>
    /// <param name="message">Of the commit.</param>
    /// <param name="help">What to do when git refuses.</param>
    /// <param name="bag">Takes why not.</param>
    public static string? Run(
        IFileStore files,
        ICommitWriter writer,
        ImmutableArray<GeneratedFile> written,
        string message,
        string help,
        DiagnosticBag bag
    )
    {
        if (!HasBranch(writer, bag))
            return null;
        ImmutableArray<string> paths = [.. written.Select(f => f.Path)];
        if (Withdrawal.Before(files, paths, bag) is not { } withdrawal || !files.Write("", written, bag))
            return null;
        try
        {
            return writer.Commit(paths, message);
        }
        catch (GitException e)
        {
            GitDiagnostics.Report(e, bag, help: help);
            withdrawal.Run(bag);
            return null;
        }
    }

    /// <summary>What is committed on no branch is pushed by nobody, and lost when another one is checked out.</summary>
    private static bool HasBranch(ICommitWriter writer, DiagnosticBag bag)
    {
        if (writer.CurrentBranch() is not null)
            return true;
        var failure = new GitException("git commit", "no branch is checked out, so nothing would hold the commit");
        GitDiagnostics.Report(
            failure,
            bag,
            help: "end a rebase that goes on (`git rebase --continue` or `--abort`), or check out a branch (`git switch`)"
        );
        return false;
    }
}
