using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>The remediation log: JSON lines that are chained, and the runbook's CSV, which follows from them.</summary>
public sealed class RemediationLog
{
    public const string Path = "remediation-log.jsonl";
    public const string CsvPath = "remediation-log.csv";

    private static readonly ChainedLogFormat<RemediationEntry> Format = new(
        RemediationEntryReader.Parse,
        RemediationDiagnostics.LogBroken,
        "the log is append-only: restore it from version control"
    );

    private readonly IFileStore files;
    private readonly ChainedRecord<RemediationEntry> record;
    private readonly List<RemediationEntry> entries;

    private RemediationLog(IFileStore files, ChainedLog<RemediationEntry> log)
    {
        this.files = files;
        record = new ChainedRecord<RemediationEntry>(files, Path, log);
        entries = [.. log.Entries];
    }

    public IReadOnlyList<RemediationEntry> Entries => entries;

    /// <summary>What was logged so far, empty where there is no log; broken chains are errors.</summary>
    /// <param name="files">Where the log is.</param>
    public static Reading<ChainedLog<RemediationEntry>> Read(IFileStore files) =>
        Reading.Of(bag =>
            files.Exists(Path) && files.Read(Path, bag) is { } source
                ? ChainedLog.Read(source, Format, bag)
                : ChainedLog.Empty<RemediationEntry>()
        );

    /// <summary>Null with a report when the log is corrupt, or the CSV cannot be brought up to it.</summary>
    /// <param name="files">Where the log is.</param>
    /// <param name="bag">Takes the report.</param>
    public static RemediationLog? Open(IFileStore files, DiagnosticBag bag)
    {
        var log = Read(files);
        log.ReportTo(bag);
        if (log.IfSound is not { } sound)
            return null;
        var opened = new RemediationLog(files, sound);
        return opened.WriteCsv(bag) ? opened : null;
    }

    /// <summary>False with a report when it cannot be written: then no call may be made.</summary>
    internal bool Add(RemediationEntry entry, DiagnosticBag bag)
    {
        if (!record.Add(entry, bag))
            return false;
        entries.Add(entry);
        return !RemediationCsv.Has(entry) || WriteCsv(bag);
    }

    /// <summary>Calls that a run began and whose end it did not log.</summary>
    internal List<RemediationEntry> Unfinished() =>
        [
            .. entries
                .Where((begun, i) => begun.Event == RemediationEvent.Changing && !HasEnd(begun, i))
                .DistinctBy(e => (e.Image, e.Run)),
        ];

    private bool HasEnd(RemediationEntry begun, int at) => entries.Skip(at + 1).Any(e => IsEndOf(begun, e));

    private static bool IsEndOf(RemediationEntry begun, RemediationEntry entry) =>
        entry.Image == begun.Image && entry.Run == begun.Run && entry.Event != RemediationEvent.Changing;

    private bool WriteCsv(DiagnosticBag bag)
    {
        var csv = files.Exists(CsvPath) ? files.Read(CsvPath, bag) : new SourceText(CsvPath, default);
        if (csv is null)
            return false;
        var added = RemediationCsv.Additions(Encoding.UTF8.GetString(csv.Bytes.Span), entries);
        return added.Length == 0 || files.Append(CsvPath, FileEnd.Of(csv.Bytes), Encoding.UTF8.GetBytes(added), bag);
    }
}
