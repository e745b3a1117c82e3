using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>
/// What people decided about a finding: one file `triage/FINDING.json`, reviewed like code (docs/reference/triage.md).
/// </summary>
public sealed record TriageEntry
{
    public static readonly string[] Keys =
    [
        "$schema",
        "finding",
        "verdict",
        "outcome",
        "state",
        "reason",
        "ticket",
        "decided_by",
        "decided_on",
    ];

    public required string Finding { get; init; }

    /// <summary>The worst that was known of the calls when it was decided; null for whatever it is.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Null while nobody has decided.</summary>
    public TriageOutcome? Outcome { get; init; }

    public TriageState State { get; init; } = TriageState.Open;

    public string Reason { get; init; } = "";

    public string Ticket { get; init; } = "";

    public string DecidedBy { get; init; } = "";

    public DateOnly? DecidedOn { get; init; }

    /// <summary>Who decided on undecided calls has not said that denied ones may stop working.</summary>
    public bool Covers(Verdict verdict) =>
        Verdict != Backtest.Verdict.Undecided || verdict == Backtest.Verdict.Undecided;

    public bool Closes(Verdict verdict) => State == TriageState.Closed && Covers(verdict);

    public string FileName => $"{Finding}.json";

    public GeneratedFile ToFile()
    {
        var json = JsonText.Write(
            indented: true,
            writer =>
            {
                writer.WriteStartObject();
                WriteProperties(writer);
                writer.WriteEndObject();
            }
        );
        return new GeneratedFile(FileName, (byte[])[.. json, (byte)'\n']);
    }

    private void WriteProperties(Utf8JsonWriter writer)
    {
        writer.WriteString("finding", Finding);
        if (Verdict is { } verdict)
            writer.WriteString("verdict", verdict.Name());
        if (Outcome is { } outcome)
            writer.WriteString("outcome", outcome.Name());
        writer.WriteString("state", State.Name());

        (string Key, string Value)[] texts = [("reason", Reason), ("ticket", Ticket), ("decided_by", DecidedBy)];
        foreach (var (key, value) in texts.Where(t => t.Value.Length > 0))
            writer.WriteString(key, value);
        if (DecidedOn is { } day)
            writer.WriteString("decided_on", day.Text());
    }
}
