using AmiGovernance.Core.Base.Diagnostics;
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
                .Where(f =>
                    f.EndsWith(".json", StringComparison.Ordinal)
                    && !f.EndsWith($"/{ReplayRecord.FileName}", StringComparison.Ordinal)
                )
                .Select(f => files.Read(f, bag) is { } source ? TriageReader.Read(source, bag) : null)
                .OfType<TriageEntry>()
                .OrderBy(e => e.Finding, StringComparer.Ordinal),
        ]);

    /// <summary>Null when nothing was replayed yet, and with a report when the record has a mistake.</summary>
    public static ReplayRecord? ReadReplay(IFileStore files, string folder, DiagnosticBag bag) =>
        $"{folder}/{ReplayRecord.FileName}" is var path && files.Exists(path) && files.Read(path, bag) is { } source
            ? ReplayRecord.Read(source, bag)
            : null;

    /// <summary>Makes an open entry for each finding that has none; those that are there stay as they are. The number of new ones.</summary>
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
            .Where(f => !files.Exists($"{folder}/{f}.json"))
            .Select(f => new TriageEntry { Finding = f }.ToFile())
            .ToList();
        var written = replay is null ? added : [.. added, replay.ToFile()];
        return written.Count == 0 || files.Write(folder, written, bag) ? added.Count : 0;
    }

    public static bool Write(IFileStore files, string folder, TriageEntry entry, DiagnosticBag bag) =>
        files.Write(folder, [entry.ToFile()], bag);
}
