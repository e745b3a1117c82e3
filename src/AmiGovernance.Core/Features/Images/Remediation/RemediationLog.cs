using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>The remediation log: JSON lines that are chained, and the runbook's CSV, which follows from them.</summary>
public sealed class RemediationLog
{
    public const string Path = "remediation-log.jsonl";
    public const string CsvPath = "remediation-log.csv";

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

    /// <summary>What was logged so far; broken chains are reported.</summary>
    public static ChainedLog<RemediationEntry> Read(IFileStore files, DiagnosticBag bag) =>
        files.Exists(Path) && files.Read(Path, bag) is { } source
            ? ChainedLog.Read(
                source,
                RemediationEntry.Parse,
                ImagesDiagnostics.LogBroken,
                "the log is append-only: restore it from version control",
                bag
            )
            : new ChainedLog<RemediationEntry>([], 0);

    /// <summary>Null with a report when the log does not hold together, or the CSV cannot be brought up to it.</summary>
    public static RemediationLog? Open(IFileStore files, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        var log = Read(files, own);
        bag.AddRange(own.ToSorted());
        if (own.HasErrors)
            return null;
        var opened = new RemediationLog(files, log);
        return opened.WriteCsv(bag) ? opened : null;
    }

    /// <summary>False with a report when it cannot be written: then no call may be made.</summary>
    public bool Add(RemediationEntry entry, DiagnosticBag bag)
    {
        if (!record.Add(entry, bag))
            return false;
        entries.Add(entry);
        return entry.Event is not (RemediationEvent.Done or RemediationEvent.Undone) || WriteCsv(bag);
    }

    private bool WriteCsv(DiagnosticBag bag)
    {
        var text = "";
        if (files.Exists(CsvPath))
        {
            if (files.Read(CsvPath, bag) is not { } source)
                return false;
            text = Encoding.UTF8.GetString(source.Bytes.Span);
        }
        var missing = RemediationCsv.Missing(text, entries);
        if (missing.Length == 0)
            return true;
        var start =
            text.Length == 0 ? RemediationCsv.Header
            : text.EndsWith('\n') ? ""
            : "\n";
        return files.Append(CsvPath, Encoding.UTF8.GetByteCount(text), Encoding.UTF8.GetBytes(start + missing), bag);
    }
}
