using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>Reads a triage file; a mistake is reported and the entry left out, so that its finding counts as open.</summary>
public static class TriageReader
{
    public static TriageEntry? Read(SourceText source, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        var entry = JsonParser.Parse(source, own) is { } tree ? Read(tree, own) : null;
        bag.AddRange(own.ToSorted());
        return own.HasErrors ? null : entry;
    }

    private static TriageEntry? Read(JsonDocumentTree tree, DiagnosticBag bag)
    {
        if (ObjectReader.Open(tree, tree.Root, TriageEntry.Keys, bag) is not { } reader)
            return null;
        foreach (var key in new[] { "finding", "state" })
            reader.Require(key);
        var outcome = reader.Choice("outcome", TriageEntry.OutcomeNames);
        var entry = new TriageEntry
        {
            Finding = reader.Text("finding") ?? "",
            Outcome = outcome is null ? null : (TriageOutcome)Array.IndexOf(TriageEntry.OutcomeNames, outcome),
            State = reader.Choice("state", TriageEntry.StateNames) == "closed" ? TriageState.Closed : TriageState.Open,
            Reason = reader.Text("reason", 1000) ?? "",
            Ticket = reader.Text("ticket", 128) ?? "",
            DecidedBy = reader.Text("decided_by", 128) ?? "",
            DecidedOn = reader.Date("decided_on"),
        };
        if (
            !tree.Source.Path.EndsWith($"/{entry.FileName}", StringComparison.Ordinal)
            && tree.Source.Path != entry.FileName
        )
            Report(
                reader,
                "finding",
                $"the file is named for another finding than `{entry.Finding}`",
                $"name it `{entry.FileName}`"
            );
        if (entry.State == TriageState.Closed && (outcome is null || entry.Reason.Length == 0))
            Report(
                reader,
                "state",
                "a finding cannot be closed without outcome and reason",
                "say what it is in `outcome`, and why in `reason`"
            );
        return entry;
    }

    private static void Report(ObjectReader reader, string key, string message, string help)
    {
        if (reader.Node[key] is { } node)
            reader.Bag.Report(TrailDiagnostics.TriageWrong, reader.Tree.At(node), message, help);
    }
}
