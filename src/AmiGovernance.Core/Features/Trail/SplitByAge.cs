using System.Collections.Immutable;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>
/// Tells the calls on an image apart at the moments at which criteria of ages begin to refuse it: an image that is too old today was none
/// when it was launched. Rows know days only, so the day of such a moment is decided as at its last call.
/// </summary>
internal sealed class SplitByAge
{
    private readonly ImageOwners owners;
    private readonly ImmutableArray<int> created;
    private readonly ImmutableArray<int> deprecated;
    private readonly ImmutableArray<ImageWatermark> watermarks;

    /// <param name="owners">What is known of images.</param>
    /// <param name="policies">That the calls are judged by.</param>
    public SplitByAge(ImageOwners owners, IEnumerable<PolicySet?> policies)
    {
        this.owners = owners;
        ImmutableArray<ImageCriteria> criteria =
        [
            .. policies.SelectMany(p => p?.Declarative?.Criteria ?? []).Select(c => c.Criteria).OfType<ImageCriteria>(),
        ];
        created = Distinct(criteria.Select(c => c.MaximumDaysSinceCreated));
        deprecated = Distinct(criteria.Select(c => c.MaximumDaysSinceDeprecated));
        watermarks = [.. criteria.SelectMany(c => c.Watermarks).Distinct()];
    }

    /// <summary>In the order of the calls.</summary>
    public ImmutableArray<ReportedCalls> Of(ImmutableArray<ReportedCalls> calls) =>
        created.IsEmpty && deprecated.IsEmpty && watermarks.IsEmpty ? calls : [.. calls.SelectMany(Split)];

    private IEnumerable<ReportedCalls> Split(ReportedCalls calls)
    {
        var image = CopySource.IsCopy(calls.Key) ? CopySource.Of(calls.Key) : calls.Key.Image;
        if (calls.Days.Count < 2 || owners.Find(image) is not { } facts)
            return [calls];
        ImmutableArray<DateTimeOffset> moments = [.. Moments(facts).Where(m => calls.First < m && m <= calls.Last)];
        if (moments.IsEmpty)
            return [calls];
        return RowPeriods
            .Parts(calls.Days, calls.Count, moments)
            .Select(p => calls with { Count = p.Count, First = p.First, Last = p.Last, Days = p.Days });
    }

    /// <summary>The first at which an age is above what is allowed.</summary>
    private IEnumerable<DateTimeOffset> Moments(ImageFacts facts) =>
        [
            .. created.Select(days => After(facts.CreationDate, days)).OfType<DateTimeOffset>(),
            .. deprecated.Select(days => After(facts.DeprecationTime, days)).OfType<DateTimeOffset>(),
            .. watermarks.SelectMany(filter => facts.Watermarks.SelectMany(w => Moments(filter, w))),
        ];

    private static IEnumerable<DateTimeOffset> Moments(ImageWatermark filter, WatermarkFacts watermark)
    {
        if (After(watermark.SourceImageCreationTime, filter.MaximumDaysSinceSourceImageCreated) is { } source)
            yield return source;
        if (After(watermark.WatermarkCreationTime, filter.MaximumDaysSinceWatermarkCreated) is { } made)
            yield return made;
    }

    /// <summary>Null for never: AWS takes more days than there are.</summary>
    private static DateTimeOffset? After(DateTimeOffset? time, int? days) =>
        time is { } from && days is { } most && most < (DateTimeOffset.MaxValue - from).TotalDays - 1
            ? from.AddDays(most).AddTicks(1)
            : null;

    private static ImmutableArray<int> Distinct(IEnumerable<int?> days) => [.. days.OfType<int>().Distinct().Order()];
}
