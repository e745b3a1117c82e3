using System.Collections.Immutable;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>The rows of JSON and CSV: every one, or those that were asked for.</summary>
internal static class TrailRows
{
    /// <param name="by">Empty for every dimension.</param>
    public static ImmutableArray<TrailDimension> Columns(ImmutableArray<TrailDimension> by) =>
        by.IsEmpty ? TrailDimension.All : by;

    /// <summary>All rows in their order; grouped ones the most first.</summary>
    public static IEnumerable<TrailGroup> Of(TrailReport report, ImmutableArray<TrailDimension> by) =>
        by.IsEmpty ? report.Calls.Select(AsGroup) : report.By(by, _ => true);

    private static TrailGroup AsGroup(ReportedCalls calls) =>
        new([.. TrailDimension.All.Select(d => d.Of(calls))], calls.Count, calls.First, calls.Last);
}
