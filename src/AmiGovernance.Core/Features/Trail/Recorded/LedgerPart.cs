using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>Everything that a run read, left out and could not read, in reports.</summary>
/// <param name="Complete">Everything that was to be read was.</param>
/// <param name="Files">That were read.</param>
/// <param name="NotThereNow">Of these, files that an earlier run read, and that were not there this time.</param>
/// <param name="EmptyFiles">Without a record.</param>
/// <param name="StoredBytes">As they are stored.</param>
/// <param name="TextBytes">Of the text in them.</param>
/// <param name="Events">Records.</param>
/// <param name="Watched">Of these, the calls that count.</param>
/// <param name="Duplicates">Of these, records that were there before.</param>
/// <param name="Corrections">Of these, records that correct another and count in its place.</param>
/// <param name="OutsideTime">Of these, records of other times than those asked for.</param>
/// <param name="OtherPlaces">Of these, records of other accounts or Regions than those asked for.</param>
/// <param name="OtherCategories">Of these, records that are of no management event.</param>
/// <param name="WithoutId">Of these, records whose duplicates cannot be told.</param>
/// <param name="WithoutTime">Of these, records whose time cannot be read; they count in every period.</param>
/// <param name="Ahead">Of these, records whose time is still to come; it is not taken for theirs.</param>
/// <param name="UnknownVersions">Of these, records of a version that is not known.</param>
/// <param name="NotRecords">What stands where a record should.</param>
/// <param name="DamagedRecords">That could not be read.</param>
/// <param name="Folded">Calls that are counted without their details, for there were too many different ones.</param>
/// <param name="Gaps">Files that could not be read, or not all of them.</param>
/// <param name="SkippedFiles">How many were left out by their name, by the reason.</param>
/// <param name="GapFiles">The first thousand of the gaps.</param>
public sealed record LedgerPart(
    bool Complete,
    long Files,
    long NotThereNow,
    long EmptyFiles,
    long StoredBytes,
    long TextBytes,
    long Events,
    long Watched,
    long Duplicates,
    long Corrections,
    long OutsideTime,
    long OtherPlaces,
    long OtherCategories,
    long WithoutId,
    long WithoutTime,
    long Ahead,
    long UnknownVersions,
    long NotRecords,
    long DamagedRecords,
    long Folded,
    long Gaps,
    ImmutableSortedDictionary<string, long> SkippedFiles,
    ImmutableArray<GapFilePart> GapFiles
)
{
    public static LedgerPart Of(TrailLedger ledger)
    {
        var counts = ledger.Counts;
        return new LedgerPart(
            ledger.Looked.IsComplete,
            ledger.Files,
            ledger.NotThereNow,
            ledger.EmptyFiles,
            counts.Stored,
            counts.Text,
            counts.Records,
            counts.Watched,
            counts.Duplicates,
            counts.Corrections,
            counts.OutsideTime,
            counts.OtherPlaces,
            counts.OtherCategories,
            counts.WithoutId,
            counts.WithoutTime,
            ledger.Ahead,
            counts.UnknownVersions,
            counts.NotRecords,
            counts.DamagedRecords,
            ledger.Folded,
            ledger.GapCount,
            ledger.Skipped,
            [.. ledger.Gaps.Select(g => new GapFilePart(g.File, g.Reason))]
        );
    }
}

/// <param name="File">Its path, or the key of the object.</param>
/// <param name="Reason">One sentence without a period.</param>
public sealed record GapFilePart(string File, string Reason);
