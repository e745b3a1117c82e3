using AmiGovernance.Core.Base.Diagnostics;
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
    /// <param name="source">The file.</param>
    /// <param name="bag">Takes why not.</param>
    public static UseSource? Read(SourceText source, DiagnosticBag bag)
    {
        // What is no JSON at all is no report either: one finding is enough.
        var parsed = Reading.Of(own => JsonParser.Parse(source, own));
        if (parsed.IfSound is not { } tree)
        {
            var at = parsed.Findings.Select(f => f.Location).FirstOrDefault();
            return NoReport(at ?? SourceLocation.OfFile(source), bag);
        }

        if (tree.Root is not JsonObject root || root["ledger"] is not JsonObject)
            return NoReport(tree.At(tree.Root), bag);
        if (root["findings"] is JsonArray)
            return BacktestUse.Read(root, source.Path);
        return root["calls"] is JsonArray ? OfTrail(tree, root, bag) : NoReport(tree.At(tree.Root), bag);
    }

    /// <summary>The same from what a scan found.</summary>
    /// <param name="report">What it found.</param>
    /// <param name="file">Where that stands.</param>
    public static UseSource Of(TrailReport report, string file)
    {
        var launches = report.Calls.Where(c => c.Key is { Kind: CallKind.Launch, HasSucceeded: true });
        return new UseSource(
            UseSource.Trail,
            file,
            report.Calls.Min(c => c.First),
            report.Calls.Max(c => c.Last),
            report.Ledger.Looked.IsComplete ? [] : [ReportFields.NotRead],
            [.. launches.Select(c => new OwnerLaunches(c.Owner, c.Key.Account, c.Key.Image, c.Count, c.First, c.Last))]
        );
    }

    private static UseSource? OfTrail(JsonDocumentTree tree, JsonObject root, DiagnosticBag bag)
    {
        var calls = root.Objects("calls").ToList();
        if (calls.Find(c => c["kind"] is null || c["outcome"] is null) is { } grouped)
            return NoReport(tree.At(grouped), bag, "this report does not tell launches from other calls");
        return new UseSource(
            UseSource.Trail,
            tree.Source.Path,
            calls.Min(c => c.Time("first")),
            calls.Max(c => c.Time("last")),
            [.. root.Gaps()],
            [.. calls.Where(UsedImage).Select(Launches)]
        );
    }

    /// <summary>A launch that was denied used nothing.</summary>
    private static bool UsedImage(JsonObject call) =>
        call.Text("kind") == CallKind.Launch.Name()
        && CallOutcomeNames.Table.Find(call.Text("outcome")) is CallOutcome.Succeeded or CallOutcome.Partial;

    private static OwnerLaunches Launches(JsonObject call) =>
        new(
            call.Owner(),
            call.Text("account"),
            call.Text("image"),
            call.Number("calls"),
            call.Time("first"),
            call.Time("last")
        );

    private static UseSource? NoReport(
        SourceLocation at,
        DiagnosticBag bag,
        string message = "this is no report of a trail"
    )
    {
        bag.Report(JsonDiagnostics.Syntax, at, message, Advice);
        return null;
    }
}
