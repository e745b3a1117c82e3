using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>A file that could not be read, or not all of it.</summary>
/// <param name="File">Its path, or the key of the object.</param>
/// <param name="Reason">One sentence without a period.</param>
public sealed record TrailGap(string File, string Reason);

/// <summary>Everything that a run read, left out and could not read: what is not in it was not checked.</summary>
public sealed record TrailLedger
{
    /// <summary>More are counted only.</summary>
    public const int MostGaps = 1000;

    private const int MostOtherAccounts = 1000;

    public TrailCounts Counts { get; init; } = new();

    public long Files { get; init; }

    /// <summary>Of these, files that an earlier run read, and that were not there this time.</summary>
    public long NotThereNow { get; init; }

    /// <summary>Of the gaps, those of files that this run could not read.</summary>
    public long NotReadNow { get; init; }

    /// <summary>Calls with a time that was to come when they were counted: it is not taken for theirs.</summary>
    public long Ahead { get; init; }

    public long EmptyFiles { get; init; }

    /// <summary>Files left out by their name, by the reason.</summary>
    public ImmutableSortedDictionary<string, long> Skipped { get; init; } =
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>The accounts of files that were left out, for others were asked for; not more than a thousand.</summary>
    public ImmutableSortedSet<string> OtherAccounts { get; init; } =
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The accounts of files that were read, by their names; what names no account is not among them.</summary>
    public ImmutableSortedSet<string> Accounts { get; init; } =
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The last of the days in whose folders files with events lie; null where no file tells one.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>The first in the order of reading.</summary>
    public ImmutableArray<TrailGap> Gaps { get; init; } = [];

    public long GapCount { get; init; }

    /// <summary>Calls that are counted without their details, for there were too many different ones.</summary>
    public long Folded { get; init; }

    /// <summary>How long the moments of rows are: 0 for seconds, then hours, then days, then none.</summary>
    public int Grain { get; init; }

    /// <summary>
    /// An event history without events, and a well-formed file with none, were looked at all the same; not so those that were left out.
    /// </summary>
    public Looked Looked => new(IsLeftOut ? 0 : Math.Max(Files, Counts.Records), GapCount);

    /// <summary>Whether this run found nothing, whatever earlier ones read.</summary>
    public bool IsNothingThere =>
        Files == NotThereNow && NotReadNow == 0 && (Files > 0 || GapCount == 0 && Counts.Records == 0);

    /// <summary>Calls on images and guardrails were there, and not one of the times and places that were asked about.</summary>
    public bool IsLeftOut => Counts.Watched == 0 && Counts.OutsideTime + Counts.OtherPlaces > 0;

    public TrailLedger Skip(string reason) =>
        this with
        {
            Skipped = Skipped.SetItem(reason, Skipped.GetValueOrDefault(reason) + 1),
        };

    /// <summary>A file of an account that was not asked for.</summary>
    public TrailLedger SkipOther(string account, string reason)
    {
        var isFull = OtherAccounts.Count >= MostOtherAccounts;
        return Skip(reason) with { OtherAccounts = isFull ? OtherAccounts : OtherAccounts.Add(account) };
    }

    public TrailLedger Gap(TrailGap gap) =>
        this with
        {
            GapCount = GapCount + 1,
            Gaps = Gaps.Length < MostGaps ? Gaps.Add(gap) : Gaps,
        };
}
