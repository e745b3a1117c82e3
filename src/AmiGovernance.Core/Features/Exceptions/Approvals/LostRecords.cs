using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>
/// Finds records that are gone. A rejection that is deleted would be none; a record that nobody but its forger ever committed may go.
/// A merge can drop a file without any commit that deletes it, so what counts is what was ever there.
/// </summary>
internal static class LostRecords
{
    public static void Report(ExceptionCase exception, FileHistory history, DiagnosticBag bag)
    {
        var folder = $"{RequestPaths.Records(exception.Ticket)}/";
        var there = exception
            .Records.Select(r => r.Source.Path)
            .Concat(exception.Extensions.Select(e => e.Source.Path))
            .ToHashSet(StringComparer.Ordinal);
        var lost = history
            .Files.Where(f => f.Key.StartsWith(folder, StringComparison.Ordinal) && !there.Contains(f.Key))
            .Where(f => WasTrue(f.Key, f.Value, history));
        foreach (var (path, provenance) in lost)
            bag.Report(
                ApprovalDiagnostics.Forged,
                SourceLocation.OfFile(SourceText.Missing(path)),
                $"the record is gone; {Last(provenance)}",
                RecordTrace.Restore
            );
    }

    private static string Last(Provenance provenance)
    {
        var newest = $"commit {provenance.Newest.ShortId} of {provenance.Newest.Author}";
        return provenance.IsDeleted ? $"{newest} deleted it" : $"{newest} had it";
    }

    /// <summary>Whether a commit of the person who decided once held it as it was written.</summary>
    private static bool WasTrue(string path, Provenance provenance, FileHistory history) =>
        provenance
            .Commits.Where(c => c.Change != "D")
            .Select(c => history.ReadAt(c.Commit.Id, path))
            .OfType<SourceText>()
            .Any(then => IsTrue(then, history));

    private static bool IsTrue(SourceText file, FileHistory history) =>
        Reading.Of(bag => RequestRecordReader.ReadRecord(file, bag)).IfSound is { } record
        && record.ComputeDigest() == record.Digest
        && history.Bringing(file, record.By) is not null;
}
