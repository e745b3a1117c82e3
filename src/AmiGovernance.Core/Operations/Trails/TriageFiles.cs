using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Trail.Judging;

namespace AmiGovernance.Core.Operations.Trails;

/// <summary>The decisions in `triage/`.</summary>
public static class TriageFiles
{
    public const string DefaultFolder = "triage";

    /// <summary>Files with mistakes are reported and left out: their findings count as open.</summary>
    public static Triage Read(IFileStore files, string folder, DiagnosticBag bag) =>
        new([.. files.List(folder).Where(f => f.EndsWith(".json", StringComparison.Ordinal)).Select(f => files.Read(f, bag) is { } source ? TriageReader.Read(source, bag) : null).OfType<TriageEntry>().OrderBy(e => e.Finding, StringComparer.Ordinal)]);

    /// <summary>Makes an open entry for each finding that has none; those that are there stay as they are. The number of new ones.</summary>
    public static int Add(IFileStore files, string folder, IEnumerable<BacktestFinding> findings, DiagnosticBag bag)
    {
        var added = findings.Where(f => f.Triage is null && !files.Exists($"{folder}/{f.Id}.json")).Select(f => new TriageEntry { Finding = f.Id }.ToFile()).ToList();
        return added.Count == 0 || files.Write(folder, added, bag) ? added.Count : 0;
    }

    public static bool Write(IFileStore files, string folder, TriageEntry entry, DiagnosticBag bag) => files.Write(folder, [entry.ToFile()], bag);
}
