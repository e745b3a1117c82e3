using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Trail.Judging;

namespace AmiGovernance.Core.Operations.Trails;

/// <summary>The decisions in `triage/`.</summary>
public static class TriageFiles
{
    public const string DefaultFolder = "triage";

    /// <summary>Files with mistakes are reported and left out: their findings count as open.</summary>
    public static Triage Read(IFileStore files, string folder, DiagnosticBag bag) =>
        new([.. files.List(folder).Where(f => f.EndsWith(".json", StringComparison.Ordinal) && !f.EndsWith($"/{ReplayRecord.FileName}", StringComparison.Ordinal)).Select(f => files.Read(f, bag) is { } source ? TriageReader.Read(source, bag) : null).OfType<TriageEntry>().OrderBy(e => e.Finding, StringComparer.Ordinal)]);

    /// <summary>Null when nothing was replayed yet, and with a report when the record has a mistake.</summary>
    public static ReplayRecord? ReadReplay(IFileStore files, string folder, DiagnosticBag bag) =>
        $"{folder}/{ReplayRecord.FileName}" is var path && files.Exists(path) && files.Read(path, bag) is { } source ? ReplayRecord.Read(source, bag) : null;

    /// <summary>Makes an entry for each open finding that has none, and says what was replayed; entries that are there stay as they are. The number of new ones.</summary>
    public static int Update(IFileStore files, string folder, BacktestReport report, DateTimeOffset now, DiagnosticBag bag)
    {
        var added = report.Open.Where(f => f.Triage is null && !files.Exists($"{folder}/{f.Id}.json")).Select(f => new TriageEntry { Finding = f.Id }.ToFile()).ToList();
        return files.Write(folder, [.. added, report.Replay(now).ToFile()], bag) ? added.Count : 0;
    }

    public static bool Write(IFileStore files, string folder, TriageEntry entry, DiagnosticBag bag) => files.Write(folder, [entry.ToFile()], bag);
}
