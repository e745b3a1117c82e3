using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Sandbox.World;
using RecordedEvent = AmiGovernance.Sandbox.World.TrailEvent;

namespace AmiGovernance.Sandbox.Athena;

/// <summary>The rows of a question, from what the world's CloudTrail recorded in the folders of a table.</summary>
/// <param name="Rows">The first has the names of the columns.</param>
/// <param name="Bytes">Those of the records in the folders that are read.</param>
internal sealed record AthenaAnswer(IReadOnlyList<IReadOnlyList<string>> Rows, long Bytes)
{
    public static AthenaAnswer Of(SandboxWorld world, AthenaTableSource source, KnownQuestion question)
    {
        var filter = question.Input.Filter;
        var read = Read(world, source, filter);
        var rows = new AthenaRows(question.Input);
        var counts = new TrailFileReader(filter).Read(() => Lines(read), rows.Add).Counts;
        var left = counts.OtherCategories + counts.OutsideTime + counts.OtherPlaces;
        (string Reason, long Events)[] others =
        [
            ("other_category", counts.OtherCategories),
            ("outside_time", counts.OutsideTime),
            ("other_place", counts.OtherPlaces),
            ("unwatched", counts.Records - left - rows.Events),
        ];
        return new AthenaAnswer(
            [
                TrailQuery.Columns,
                .. rows.Texts(),
                .. others.Where(o => o.Events > 0).Select(o => AthenaRows.Left(o.Reason, o.Events)),
            ],
            read.Sum(e => (long)e.Record.Length)
        );
    }

    private static List<RecordedEvent> Read(SandboxWorld world, AthenaTableSource source, TrailFilter filter)
    {
        var recorded =
            from place in Places(source)
            from call in world.Trail.Of(place)
            let day = call.Time.Day()
            let folder = new TrailPlace(call.Account.Value, TrailPlace.Events, call.Region.Value, day)
            where day >= source.Since && filter.MayHold(folder)
            select call;
        return [.. recorded];
    }

    private static IEnumerable<Place> Places(AthenaTableSource source) =>
        from account in source.Accounts
        from region in source.Regions
        select new Place(account, region);

    private static MemoryStream Lines(List<RecordedEvent> read)
    {
        var lines = new MemoryStream();
        foreach (var call in read)
        {
            lines.Write(call.Record.Span);
            lines.WriteByte((byte)'\n');
        }
        lines.Position = 0;
        return lines;
    }
}
