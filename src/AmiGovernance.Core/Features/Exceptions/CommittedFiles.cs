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
internal sealed class CommittedFiles(IGit git, string commit) : IFileStore
{
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>?> changes = new(StringComparer.Ordinal);

    public string Commit { get; } = commit;

    /// <summary>Without what is as it was.</summary>
    public ImmutableArray<FileChange> Changes =>
        [.. changes.Where(c => !IsAsCommitted(c.Key, c.Value)).Select(c => new FileChange(c.Key, c.Value))];

    public bool Exists(string path) =>
        changes.TryGetValue(path, out var bytes) ? bytes is not null : git.Read(Commit, path) is not null;

    public IReadOnlyList<string> List(string folder) =>
        [
            .. git.List(Commit, folder)
                .Where(p => !changes.ContainsKey(p))
                .Concat(
                    changes
                        .Where(c => c.Value is not null && c.Key.StartsWith($"{folder}/", StringComparison.Ordinal))
                        .Select(c => c.Key)
                )
                .Order(StringComparer.Ordinal),
        ];

    public SourceText? Read(string path, DiagnosticBag bag)
    {
        var source = changes.TryGetValue(path, out var bytes)
            ? bytes is { } text
                ? new SourceText(path, text)
                : null
            : git.Read(Commit, path);
        if (source is null)
            bag.Report(
                JsonDiagnostics.FileUnreadable,
                SourceLocation.OfFile(SourceText.Missing(path)),
                $"`{path}` is not in commit {ShortCommit}",
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

    public bool Append(string path, int at, ReadOnlyMemory<byte> bytes, DiagnosticBag bag)
    {
        var before = Exists(path) ? Read(path, bag)?.Bytes ?? default : default;
        return Write("", [new GeneratedFile(path, (byte[])[.. before.Span[..at], .. bytes.Span])], bag);
    }

    public void Delete(string path) => changes[path] = null;

    public string ShortCommit => Short(Commit);

    public static string Short(string commit) => commit.Length > 8 ? commit[..8] : commit;

    private bool IsAsCommitted(string path, ReadOnlyMemory<byte>? bytes) =>
        git.Read(Commit, path) is { } before
            ? bytes is { } after && before.Bytes.Span.SequenceEqual(after.Span)
            : bytes is null;
}
