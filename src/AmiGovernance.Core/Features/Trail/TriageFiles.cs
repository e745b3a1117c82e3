using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>The decisions in `triage/`.</summary>
public static class TriageFiles
{
    public const string DefaultFolder = "triage";

    /// <summary>Files with mistakes are reported and left out: their findings count as open.</summary>
    public static Triage Read(IFileStore files, string folder, DiagnosticBag bag)
    {
        var read = files.List(folder).Where(IsEntry).Select(f => (Path: f, Entry: ReadEntry(files, f, bag))).ToList();
        var entries = read.Select(f => f.Entry).OfType<TriageEntry>().OrderBy(e => e.Finding, StringComparer.Ordinal);
        return new Triage([.. entries]) { NotRead = [.. read.Where(f => f.Entry is null).Select(f => f.Path)] };
    }

    /// <summary>Of a folder that was named: one that is mistyped has no decisions. The usual one need not be there.</summary>
    public static void ReportMissing(IFileReader files, string folder, DiagnosticBag bag, Severity severity)
    {
        if (folder != DefaultFolder && files.List(folder).Count == 0)
            bag.Report(
                TrailDiagnostics.NoTriage,
                SourceLocation.OfFile(SourceText.Missing(folder)),
                $"there are no decisions in `{folder}`",
                "name the folder that holds them with `--triage`; `--update-triage` makes one",
                severity: severity
            );
    }

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
    /// Makes an open entry for each finding that has none, and opens those again that do not cover it; others stay as they are.
    /// </summary>
    /// <param name="findings">With what is known of their calls; a finding may come with several verdicts.</param>
    /// <param name="replay">What was replayed for it; null when nothing was.</param>
    public static TriageChange Add(
        IFileStore files,
        string folder,
        IEnumerable<(string Id, Verdict Verdict)> findings,
        ReplayRecord? replay,
        DiagnosticBag bag
    )
    {
        var worst = findings.GroupBy(f => f.Id, f => f.Verdict).Select(g => (Id: g.Key, Verdict: g.Min())).ToList();
        var added = worst
            .Where(f => !files.Exists(PathOf(folder, f.Id)))
            .Select(f => new TriageEntry { Finding = f.Id, Verdict = f.Verdict })
            .ToList();
        var covering = worst
            .Select(f => (f.Verdict, Entry: Read(files, folder, f.Id, new DiagnosticBag())))
            .Where(f => f.Entry?.Covers(f.Verdict) is false)
            .Select(f => (Was: f.Entry!, Now: f.Entry! with { Verdict = f.Verdict, State = TriageState.Open }))
            .ToList();
        GeneratedFile[] written = [.. added.Concat(covering.Select(c => c.Now)).Select(e => e.ToFile())];
        if (replay is not null)
            written = [.. written, replay.ToFile()];
        return written.Length == 0 || files.Write(folder, written, bag)
            ? new TriageChange(added.Count, covering.Count(c => c.Was.State == TriageState.Closed))
            : new TriageChange(0, 0);
    }

    /// <summary>Written only when it would be read again; what speaks against it is reported.</summary>
    public static void Write(IFileStore files, string folder, TriageEntry entry, DiagnosticBag bag)
    {
        var file = entry.ToFile();
        if (TriageReader.Read(new SourceText(PathOf(folder, entry.Finding), file.Bytes), bag) is not null)
            files.Write(folder, [file], bag);
    }

    /// <summary>Of an entry that is new by hand: a finding whose name is mistyped stays open, and its decision covers nothing.</summary>
    public static void WarnOfUnrecorded(IFileStore files, string folder, TriageEntry entry, DiagnosticBag bag)
    {
        if (bag.HasErrors)
            return;
        var others = Read(files, folder, new DiagnosticBag())
            .Entries.Select(e => e.Finding)
            .Where(f => f != entry.Finding);
        const string Known =
            "`amigov backtest --update-triage` and `amigov impact --update-triage` make an entry for each finding";
        bag.Report(
            TrailDiagnostics.Unrecorded,
            SourceLocation.OfFile(SourceText.Missing(PathOf(folder, entry.Finding))),
            $"no finding `{entry.Finding}` was recorded: whether there is one is not known",
            Suggestion.For(entry.Finding, others) is { } near ? $"did you mean `{near}`? {Known}" : Known
        );
    }

    /// <summary>Where the decision on a finding is kept.</summary>
    public static string PathOf(string folder, string finding) => $"{folder}/{finding}.json";

    private static bool IsEntry(string path) =>
        path.EndsWith(".json", StringComparison.Ordinal)
        && !path.EndsWith($"/{ReplayRecord.FileName}", StringComparison.Ordinal);

    private static TriageEntry? ReadEntry(IFileStore files, string path, DiagnosticBag bag) =>
        files.Read(path, bag) is { } source ? TriageReader.Read(source, bag) : null;
}

/// <param name="Added">Entries for findings that had none.</param>
/// <param name="Reopened">Entries on undecided calls whose finding is denied now.</param>
public readonly record struct TriageChange(int Added, int Reopened);
