using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;

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

    /// <summary>
    /// What was logged so far, empty where there is no log. Broken chains are errors, and a line that is cut off is a warning.
    /// </summary>
    /// <param name="files">Where the log is.</param>
    public static Reading<ChainedLog<RemediationEntry>> Read(IFileStore files) =>
        Reading.Of(bag =>
        {
            var log = Read(files, bag);
            if (log.TornLine is { } line)
                bag.Report(
                    RemediationDiagnostics.LogBroken,
                    SourceLocation.OfFile(SourceText.Missing(Path)),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"line {line} is cut off: it counts as not written, and the next entry takes its place"
                    ),
                    "a run that was killed leaves it; where none was, restore the log from version control",
                    severity: Severity.Warning
                );
            return log;
        });

    private static ChainedLog<RemediationEntry> Read(IFileStore files, DiagnosticBag bag) =>
        files.Exists(Path) && files.Read(Path, bag) is { } source
            ? ChainedLog.Read(source, Format, bag)
            : ChainedLog.Empty<RemediationEntry>();

    /// <summary>Null with a report when the log is corrupt, or the CSV cannot be brought up to it.</summary>
    /// <param name="files">Where the log is.</param>
    /// <param name="bag">Takes the report.</param>
    public static RemediationLog? Open(IFileStore files, DiagnosticBag bag)
    {
        var log = Reading.Of(own => Read(files, own));
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

    /// <summary>Calls that a run began and of which the log does not tell whether they had their effect.</summary>
    internal List<RemediationEntry> Unfinished() =>
        [
            .. entries
                .Where((begun, i) => begun.Event == RemediationEvent.Changing && !HasEnd(begun, i))
                .DistinctBy(e => (e.Image, e.Run)),
        ];

    /// <summary>Whether the log holds that AWS took the call, or may have.</summary>
    internal bool IsUnknown(RemediationEntry begun) =>
        entries.Exists(e => e.Event == RemediationEvent.Unknown && IsOfSameCall(begun, e));

    /// <summary>The launch permissions that the next run found which changed the image; null when there was none.</summary>
    internal ImmutableArray<LaunchPermission>? FoundAfter(RemediationEntry begun) =>
        entries
            .SkipWhile(e => e != begun)
            .FirstOrDefault(e => e.Event == RemediationEvent.Changing && e.Image == begun.Image && e.Run != begun.Run)
            ?.Before;

    private bool HasEnd(RemediationEntry begun, int at) =>
        entries
            .Skip(at + 1)
            .Any(e => IsOfSameCall(begun, e) && e.Event is not (RemediationEvent.Changing or RemediationEvent.Unknown));

    private static bool IsOfSameCall(RemediationEntry begun, RemediationEntry entry) =>
        entry.Image == begun.Image && entry.Run == begun.Run;

    private bool WriteCsv(DiagnosticBag bag)
    {
        var csv = files.Exists(CsvPath) ? files.Read(CsvPath, bag) : new SourceText(CsvPath, default);
        if (csv is null)
            return false;
        var added = RemediationCsv.Additions(Encoding.UTF8.GetString(csv.Bytes.Span), entries);
        return added.Length == 0 || files.Append(CsvPath, FileEnd.Of(csv.Bytes), Encoding.UTF8.GetBytes(added), bag);
    }
}
