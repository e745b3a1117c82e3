using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.History;

/// <summary>Compares the record with what was committed of it: files only grow, and none goes away.</summary>
/// <param name="git">The repository.</param>
/// <param name="files">The record as it is now.</param>
internal sealed class CommittedHistory(ICommitReader git, IFileReader files)
{
    private const string Source = "git";

    public HistoryCheck Check(DeploymentLog log)
    {
        try
        {
            return git.Resolve("HEAD") is { } head ? Check(head, log) : Nothing("nothing was committed yet");
        }
        catch (GitException e)
        {
            return Nothing(e.IsNoRepository ? VerifyHistory.NoRepository : e.Message);
        }
    }

    private static HistoryCheck Nothing(string why) => new(Source, HistoryOutcome.Skipped, why);

    private HistoryCheck Check(string head, DeploymentLog log)
    {
        var paths = git.Log(head, DeploymentLog.Folder)
            .SelectMany(commit => git.List(commit.Facts.Id, DeploymentLog.Folder))
            .Where(IsRecord)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var changed = paths.Select(path => Problem(head, path, log)).OfType<string>().ToList();
        if (changed.Count > 0)
            return new HistoryCheck(Source, HistoryOutcome.Refuted, string.Join("; ", changed))
            {
                Help = "restore the files from the commits that are named",
            };
        var open = log.Files.Select(f => f.Path).Except(paths).ToList();
        if (paths.Count == 0)
            return Nothing(
                open.Count == 0 ? "there is no record" : $"nothing of it is committed: {string.Join(", ", open)}"
            );
        var committed = $"{Plural.Of(paths.Count, "committed file")} unchanged since";
        var text = open.Count == 0 ? committed : $"{committed}; not committed: {string.Join(", ", open)}";
        return new HistoryCheck(Source, HistoryOutcome.Holds, text);
    }

    private static bool IsRecord(string path) =>
        path == DeploymentLog.EarlierPath || DeploymentFile.SerialOf(path) is not null;

    /// <summary>Null when every committed version is the beginning of what is there now.</summary>
    private string? Problem(string head, string path, DeploymentLog log)
    {
        var now = Now(path, log);
        foreach (var commit in git.Log(head, path))
        {
            if (git.Read(commit.Facts.Id, path) is not { } committed)
                continue;
            var id = CommitFacts.Short(commit.Facts.Id);
            if (now is null)
                return $"{path} of commit {id} is gone";
            if (!now.Value.Span.StartsWith(WholeLines(committed.Bytes).Span))
                return $"{path} no longer begins with what commit {id} has";
        }
        return null;
    }

    /// <summary>What earlier versions wrote into one file, its deployments say together.</summary>
    private ReadOnlyMemory<byte>? Now(string path, DeploymentLog log)
    {
        if (files.Exists(path))
            return Reading.Of(bag => files.Read(path, bag)).Value?.Bytes;
        if (path != DeploymentLog.EarlierPath || log.Entries.IsEmpty)
            return null;
        return log.Entries.SelectMany(e => e.ToLine()).ToArray();
    }

    private static ReadOnlyMemory<byte> WholeLines(ReadOnlyMemory<byte> bytes) =>
        bytes[..(bytes.Span.LastIndexOf((byte)'\n') + 1)];
}
