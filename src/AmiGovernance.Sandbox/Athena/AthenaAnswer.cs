using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Sandbox.World;
using RecordedEvent = AmiGovernance.Sandbox.World.TrailEvent;

namespace AmiGovernance.Sandbox.Athena;

/// <summary>The rows of a question, from what the world's CloudTrail recorded in the folders of a table.</summary>
/// <param name="Rows">The first has the names of the columns.</param>
/// <param name="Bytes">Those of the records in the folders that are read.</param>
internal sealed record AthenaAnswer(IReadOnlyList<IReadOnlyList<string>> Rows, long Bytes)
{
    public static AthenaAnswer Of(SandboxWorld world, AthenaTableSource source, CandidateScope scope)
    {
        var rows = new AthenaRows(scope.Filter);
        var bytes = 0L;
        foreach (var call in Read(world, source, scope))
        {
            using var record = JsonDocument.Parse(call.Record);
            rows.Add(record.RootElement, Folder(source, call));
            bytes += call.Record.Length;
        }
        return new AthenaAnswer(rows.Texts(), bytes);
    }

    private static string Folder(AthenaTableSource source, RecordedEvent call) =>
        $"{source.Location}/{call.Account}/CloudTrail/{call.Region}/{AthenaTable.Folder(call.Time.Day())}/";

    private static IEnumerable<RecordedEvent> Read(
        SandboxWorld world,
        AthenaTableSource source,
        CandidateScope scope
    ) =>
        from account in scope.Accounts
        from region in source.Regions
        from call in world.Trail.Of(new Place(account, region))
        let day = call.Time.Day()
        let folder = new TrailPlace(call.Account.Value, TrailPlace.Events, call.Region.Value, day)
        where day >= source.Since && scope.Filter.MayHold(folder)
        select call;
}
