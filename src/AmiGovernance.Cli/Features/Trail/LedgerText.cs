using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What was read, and what was left out, in words.</summary>
internal static class LedgerText
{
    /// <summary>Query engines do not say how long a text is, and some not in how many files it was.</summary>
    public static string Read(TrailLedger ledger, LedgerUnit unit)
    {
        var counts = ledger.Counts;
        var isEmpty = counts.Records == 0;
        var earlier =
            ledger.NotThereNow > 0
                ? $"{Quantity.Number(ledger.NotThereNow)} of them read before and not there now, "
                : "";
        var files =
            ledger.Files > 0 || isEmpty ? $"{Quantity.Of(ledger.Files, unit.One, unit.Several)}, {earlier}" : "";
        var size =
            counts.Text > 0 || isEmpty
                ? $"{Quantity.Bytes(counts.Text)} of text"
                : $"{Quantity.Bytes(counts.Stored)} stored";
        var events = Quantity.Of(counts.Records, "event");
        return $"{files}{size}, {events}, {Quantity.Number(counts.Watched)} of them on images and guardrails";
    }

    public static string Skipped(TrailLedger ledger) =>
        string.Join(", ", ledger.Skipped.Select(s => $"{Quantity.Number(s.Value)} × {s.Key}"));

    /// <summary>
    /// The first lines of a report: what was read, and what of it was not counted, or not as usual, and why.
    /// </summary>
    public static void Write(TextWriter text, TrailLedger ledger, LedgerUnit unit, bool markdown)
    {
        text.WriteLine(markdown ? MarkdownText.Of($"{Read(ledger, unit)}.\n").ToString() : Read(ledger, unit));
        foreach (var remark in Remarks(ledger, unit).Concat(Gaps(ledger)))
            text.WriteLine(markdown ? MarkdownText.Of($"- {remark}").ToString() : $"  {Sanitize.Text(remark)}");
    }

    /// <summary>They are named beside the document: findings are on standard error, JSON and HTML hold them.</summary>
    private static IEnumerable<string> Gaps(TrailLedger ledger)
    {
        if (ledger.GapCount > 0)
            yield return $"{Quantity.Of(ledger.GapCount, "gap")}: what could not be read is not in here";
    }

    /// <summary>Such as `2 files were`.</summary>
    public static string NotRead(long count, LedgerUnit unit) =>
        Quantity.Of(count, $"{unit.One} was", $"{unit.Several} were");

    public static IEnumerable<string> Remarks(TrailLedger ledger, LedgerUnit unit)
    {
        var c = ledger.Counts;
        (long Count, string What)[] remarks =
        [
            (c.Duplicates, "delivered again and counted once"),
            (c.Corrections, "corrections (addenda), each in the place of its event"),
            (c.OutsideTime, "outside of --from and --to"),
            (c.OtherPlaces, "of other accounts and Regions"),
            (c.OtherCategories, "no management events (Insights and the like)"),
            (c.WithoutId, "without eventID, so that duplicates are not seen"),
            (c.WithoutTime, "without a readable time, and so in every period"),
            (ledger.Ahead, "with a time that is still to come, which is not taken for theirs"),
            (c.UnknownVersions, "of a version that amigov does not know"),
            (c.NotRecords, "objects that are no CloudTrail records"),
            (c.DamagedRecords, "damaged or too long, and not counted"),
            (ledger.Folded, "counted without their details, for there are too many different ones"),
            (unit == LedgerUnit.EventHistories ? 0 : ledger.EmptyFiles, "empty files"),
        ];
        var lines = remarks.Where(r => r.Count > 0).Select(r => $"{r.What}: {Quantity.Number(r.Count)}");
        return ledger.Skipped.IsEmpty ? lines : lines.Append($"{unit.Several} left out: {Skipped(ledger)}");
    }
}
