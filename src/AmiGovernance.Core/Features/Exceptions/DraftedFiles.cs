using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>
/// The files of one commit, with changes that are only held in memory: what reads and writes a governance repository can be tried
/// on it, and nothing is touched until the changes are committed.
/// </summary>
internal sealed class DraftedFiles(ICommitReader git, string commit) : IFileStore
{
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>?> changes = new(StringComparer.Ordinal);

    public string Commit { get; } = commit;

    /// <summary>Without what is as it was.</summary>
    public ImmutableArray<FileChange> Changes =>
        [.. changes.Select(c => new FileChange(c.Key, c.Value)).Where(c => !Holds(git, Commit, c))];

    /// <summary>Whether a commit has a file as a change would leave it.</summary>
    public static bool Holds(ICommitReader git, string commit, FileChange change)
    {
        var there = git.Read(commit, change.Path);
        return change.Bytes is { } bytes ? there?.HasBytes(bytes) == true : there is null;
    }

    public bool Exists(string path) => Find(path) is not null;

    public IReadOnlyList<string> List(string folder)
    {
        var unchanged = git.List(Commit, folder).Where(p => !changes.ContainsKey(p));
        var written = changes
            .Where(c => c.Value is not null && c.Key.StartsWith($"{folder}/", StringComparison.Ordinal))
            .Select(c => c.Key);
        return [.. unchanged.Concat(written).Order(StringComparer.Ordinal)];
    }

    public SourceText? Read(string path, DiagnosticBag bag)
    {
        var source = Find(path);
        if (source is null)
            bag.Report(
                JsonDiagnostics.FileUnreadable,
                SourceLocation.OfFile(SourceText.Missing(path)),
                $"`{path}` is not in commit {CommitFacts.Short(Commit)}",
                "commit it first; only what is committed counts here"
            );
        return source;
    }

    public bool Write(string folder, IReadOnlyList<GeneratedFile> files, DiagnosticBag bag)
    {
        foreach (var file in files)
            changes[folder.Length == 0 ? file.Path : $"{folder}/{file.Path}"] = file.Bytes;
        return true;
    }

    public bool Append(string path, FileEnd end, ReadOnlyMemory<byte> bytes, DiagnosticBag bag)
    {
        var before = Find(path)?.Bytes ?? default;
        return Write("", [new GeneratedFile(path, (byte[])[.. before.Span[..end.Kept], .. bytes.Span])], bag);
    }

    public void Delete(string path) => changes[path] = null;

    private SourceText? Find(string path)
    {
        if (!changes.TryGetValue(path, out var bytes))
            return git.Read(Commit, path);
        return bytes is { } written ? new SourceText(path, written) : null;
    }
}
