using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>
/// Reads a triage file; a mistake is reported and the entry left out, so that its finding counts as open.
/// </summary>
internal static class TriageReader
{
    private static readonly SourceUpkeep Upkeep = new() { DescribedBy = "amigov schema triage" };

    public static TriageEntry? Read(SourceText source, DiagnosticBag bag)
    {
        var reading = Base.Diagnostics.Reading.Of(own =>
            JsonParser.Parse(source.KeptBy(Upkeep), own) is { } tree ? Read(tree, own) : null
        );
        reading.ReportTo(bag);
        return reading.IfSound;
    }

    private static TriageEntry? Read(JsonDocumentTree tree, DiagnosticBag bag)
    {
        if (ObjectReader.Open(tree, tree.Root, TriageEntry.Keys, bag) is not { } reader)
            return null;
        reader.Require("finding");
        reader.Require("state");

        var verdict = reader.Choice("verdict", Verdicts.All.All);
        var outcome = reader.Choice("outcome", TriageNames.Outcomes.All);
        var state = reader.Choice("state", TriageNames.States.All);
        var entry = new TriageEntry
        {
            Finding = reader.Text("finding") ?? "",
            Verdict = Verdicts.All.Find(verdict ?? ""),
            Outcome = TriageNames.Outcomes.Find(outcome ?? ""),
            State = TriageNames.States.Find(state ?? "") ?? TriageState.Open,
            Reason = reader.Text("reason", 1000) ?? "",
            Ticket = reader.Text("ticket", 128) ?? "",
            DecidedBy = reader.Text("decided_by", 128) ?? "",
            DecidedOn = reader.Date("decided_on"),
        };
        Check(entry, reader);
        return entry;
    }

    private static void Check(TriageEntry entry, ObjectReader reader)
    {
        if (reader.Tree.Source.Path.Split('/')[^1] != entry.FileName)
            Report(
                reader,
                "finding",
                $"the file is named for another finding than `{entry.Finding}`",
                $"name it `{entry.FileName}`"
            );
        if (entry.State == TriageState.Closed && (entry.Outcome is null || entry.Reason.Length == 0))
            Report(
                reader,
                "state",
                "a finding cannot be closed without outcome and reason",
                "say what it is in `outcome`, and why in `reason`"
            );
    }

    private static void Report(ObjectReader reader, string key, string message, string help)
    {
        if (reader.Node[key] is { } node)
            reader.Bag.Report(TrailDiagnostics.TriageWrong, reader.Tree.At(node), message, help);
    }
}
