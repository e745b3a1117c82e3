using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>
/// Reads launches from what `amigov backtest --output json` wrote: those of owners on its allow list, and its findings on others.
/// </summary>
internal static class BacktestUse
{
    /// <summary>It tells the last launch of an owner, and not from when on it knows of any.</summary>
    private const string TimeNotKnown = "the time that it speaks of";

    public static UseSource Read(JsonObject root, string file)
    {
        var found = root.Objects("findings").Where(f => f.Text("kind") == CallKind.Launch.Name()).Select(OfFinding);
        var allowed = root.Objects("allow_list").Select(OfAllowed);
        return new UseSource(
            "backtest",
            file,
            null,
            null,
            [TimeNotKnown, .. root.Gaps()],
            [.. found.Concat(allowed).Where(l => l.Count > 0)]
        );
    }

    private static OwnerLaunches OfFinding(JsonObject finding) =>
        new(
            finding.Owner(),
            finding.Text("account"),
            "",
            finding.Number("succeeded"),
            finding.Time("first"),
            finding.Time("last")
        );

    private static OwnerLaunches OfAllowed(JsonObject owner) =>
        new(owner.Owner(), "", "", owner.Number("launches"), null, owner.Time("last"));
}
