using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Reads launches from what `amigov backtest --output json` wrote: those of owners on its allow list, and its findings on others.</summary>
internal static class BacktestUse
{
    public static UseSource Read(JsonObject root, string file)
    {
        var findings =
            (root["findings"] as JsonArray)
                ?.Items.OfType<JsonObject>()
                .Where(f => UseReports.Text(f, "kind") == CallKind.Launch.Name())
                .ToList()
            ?? [];
        var allowed = (root["allow_list"] as JsonArray)?.Items.OfType<JsonObject>().ToList() ?? [];
        var gaps = ImmutableArray.CreateBuilder<string>();
        // It tells the last launch of an owner, and not from when on it knows of any.
        gaps.Add("the time that it speaks of");
        gaps.AddRange(UseReports.Gaps(root));
        return new UseSource(
            "backtest",
            file,
            null,
            null,
            gaps.ToImmutable(),
            [
                .. findings
                    .Where(f => UseReports.Number(f, "succeeded") > 0)
                    .Select(f => new OwnerLaunches(
                        UseReports.Owner(f),
                        UseReports.Text(f, "account"),
                        "",
                        UseReports.Number(f, "succeeded"),
                        UseReports.Time(f, "first"),
                        UseReports.Time(f, "last")
                    )),
                .. allowed
                    .Where(a => UseReports.Number(a, "launches") > 0)
                    .Select(a => new OwnerLaunches(
                        UseReports.Owner(a),
                        "",
                        "",
                        UseReports.Number(a, "launches"),
                        null,
                        UseReports.Time(a, "last")
                    )),
            ]
        );
    }
}
