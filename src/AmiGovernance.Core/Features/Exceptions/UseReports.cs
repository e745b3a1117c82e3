using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Reads launches from the JSON reports of `amigov trail scan` and `amigov backtest`.</summary>
public static class UseReports
{
    private const string Advice = "`amigov trail scan PATH --output json=FILE` writes one, without `--by`";

    /// <summary>Null with a report when the file is no such report.</summary>
    public static UseSource? Read(SourceText source, DiagnosticBag bag)
    {
        // What is no JSON at all is no report either: one finding is enough.
        var own = new DiagnosticBag();
        if (JsonParser.Parse(source, own) is not { } tree || own.HasErrors)
        {
            bag.Report(
                JsonDiagnostics.Syntax,
                own.ToSorted().Select(d => d.Location).FirstOrDefault() ?? SourceLocation.OfFile(source),
                "this is no report of a trail",
                Advice
            );
            return null;
        }
        if (tree.Root is JsonObject backtest && backtest["ledger"] is JsonObject && backtest["findings"] is JsonArray)
            return BacktestUse.Read(backtest, source.Path);
        if (
            tree.Root is not JsonObject root
            || root["ledger"] is not JsonObject
            || root["calls"] is not JsonArray calls
        )
        {
            bag.Report(JsonDiagnostics.Syntax, tree.At(tree.Root), "this is no report of a trail", Advice);
            return null;
        }
        var all = calls.Items.OfType<JsonObject>().ToList();
        if (all.Find(c => c["kind"] is null || c["outcome"] is null) is { } grouped)
        {
            bag.Report(
                JsonDiagnostics.Syntax,
                tree.At(grouped),
                "this report does not tell launches from other calls",
                Advice
            );
            return null;
        }
        // A launch that was denied used nothing.
        var launches = all.Where(c =>
            Text(c, "kind") == CallKind.Launch.Name() && Text(c, "outcome") == CallOutcome.Succeeded.Name()
        );
        return new UseSource(
            UseSource.Trail,
            source.Path,
            all.Min(c => Time(c, "first")),
            all.Max(c => Time(c, "last")),
            [.. Gaps(root)],
            [
                .. launches.Select(c => new OwnerLaunches(
                    Owner(c),
                    Text(c, "account"),
                    Text(c, "image"),
                    Number(c, "calls"),
                    Time(c, "first"),
                    Time(c, "last")
                )),
            ]
        );
    }

    /// <summary>The same from what a scan found.</summary>
    public static UseSource Of(TrailReport report, string file) =>
        new(
            UseSource.Trail,
            file,
            report.Calls.Min(c => c.First),
            report.Calls.Max(c => c.Last),
            report.Ledger.IsComplete ? [] : [NotRead],
            [
                .. report
                    .Calls.Where(c => c.Key is { Kind: CallKind.Launch, Outcome: CallOutcome.Succeeded })
                    .Select(c => new OwnerLaunches(c.Owner, c.Key.Account, c.Key.Image, c.Count, c.First, c.Last)),
            ]
        );

    private const string NotRead = "what is in files that were not read, or not whole";

    internal static IEnumerable<string> Gaps(JsonObject root) =>
        (root["ledger"] as JsonObject)?["complete"] is JsonBoolean { Value: true } ? [] : [NotRead];

    internal static string Owner(JsonObject call) =>
        Text(call, "owner") is { Length: > 0 } owner ? owner : ImageOwners.Unknown;

    internal static string Text(JsonObject call, string key) => (call[key] as JsonString)?.Value ?? "";

    internal static long Number(JsonObject call, string key) =>
        call[key] is JsonNumber number
        && long.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : 0;

    internal static DateTimeOffset? Time(JsonObject call, string key) =>
        IsoTime.TryParse(Text(call, key), out var time) ? time : null;
}
