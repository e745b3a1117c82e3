using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Features.Trail;

internal static class TrailCsv
{
    /// <summary>Row by row: a report can have hundreds of thousands.</summary>
    public static void Write(TextWriter writer, TrailReport report, ImmutableArray<TrailDimension> by)
    {
        var names = TrailRows.Columns(by).Select(d => d.Name);
        writer.WriteLine(string.Join(',', names.Concat(["calls", "first", "last"])));
        foreach (var group in TrailRows.Of(report, by))
            writer.WriteLine(string.Join(',', Cells(group).Select(v => Csv.Cell(Sanitize.Text(v)))));
    }

    private static IEnumerable<string> Cells(TrailGroup group) =>
        [
            .. group.Values,
            group.Count.ToString(CultureInfo.InvariantCulture),
            TimeText.Of(group.First),
            TimeText.Of(group.Last),
        ];
}
