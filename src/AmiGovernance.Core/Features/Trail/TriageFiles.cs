using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>The decisions in `triage/`.</summary>
public static class TriageFiles
{
    public const string DefaultFolder = "triage";

    /// <summary>Files with mistakes are reported and left out: their findings count as open.</summary>
    public static Triage Read(IFileStore files, string folder, DiagnosticBag bag) =>
        new([
            .. files
                .List(folder)
                .Where(IsEntry)
                .Select(f => ReadEntry(files, f, bag))
                .OfType<TriageEntry>()
                .OrderBy(e => e.Finding, StringComparer.Ordinal),
        ]);

    /// <summary>Null when there is no entry for the finding, and with a report when it has a mistake.</summary>
    public static TriageEntry? Read(IFileStore files, string folder, string finding, DiagnosticBag bag)
    {
        var path = PathOf(folder, finding);
        return files.Exists(path) ? ReadEntry(files, path, bag) : null;
    }

    /// <summary>Null when nothing was replayed yet, and with a report when the record has a mistake.</summary>
    public static ReplayRecord? ReadReplay(IFileStore files, string folder, DiagnosticBag bag)
    {
        var path = $"{folder}/{ReplayRecord.FileName}";
        if (!files.Exists(path) || files.Read(path, bag) is not { } source)
            return null;
        return ReplayRecord.Read(source, bag);
    }

    /// <summary>
    /// Makes an open entry for each finding that has none; those that are there stay as they are. The number of new ones.
    /// </summary>
    /// <param name="replay">What was replayed for it; null when nothing was.</param>
    public static int Add(
        IFileStore files,
        string folder,
        IEnumerable<string> findings,
        ReplayRecord? replay,
        DiagnosticBag bag
    )
    {
        var added = findings
            .Distinct(StringComparer.Ordinal)
            .Where(f => !files.Exists(PathOf(folder, f)))
            .Select(f => new TriageEntry { Finding = f }.ToFile())
            .ToList();
        var written = replay is null ? added : [.. added, replay.ToFile()];
        return written.Count == 0 || files.Write(folder, written, bag) ? added.Count : 0;
    }

    /// <summary>Written only when it would be read again; what speaks against it is reported.</summary>
    public static void Write(IFileStore files, string folder, TriageEntry entry, DiagnosticBag bag)
    {
        var file = entry.ToFile();
        if (TriageReader.Read(new SourceText(PathOf(folder, entry.Finding), file.Bytes), bag) is not null)
            files.Write(folder, [file], bag);
    }

    /// <summary>Where the decision on a finding is kept.</summary>
    public static string PathOf(string folder, string finding) => $"{folder}/{finding}.json";

    private static bool IsEntry(string path) =>
        path.EndsWith(".json", StringComparison.Ordinal)
        && !path.EndsWith($"/{ReplayRecord.FileName}", StringComparison.Ordinal);

    private static TriageEntry? ReadEntry(IFileStore files, string path, DiagnosticBag bag) =>
        files.Read(path, bag) is { } source ? TriageReader.Read(source, bag) : null;
}
