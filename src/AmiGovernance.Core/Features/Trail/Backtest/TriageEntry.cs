using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Trail.Backtest;

public enum TriageState
{
    Open,

    /// <summary>Done: the exception is there, the team has moved, or there was nothing to do.</summary>
    Closed,
}

/// <summary>What people decided about a finding: one file `triage/FINDING.json`, reviewed like code (docs/reference/triage.md).</summary>
public sealed record TriageEntry
{
    public static readonly string[] Keys =
    [
        "$schema",
        "finding",
        "outcome",
        "state",
        "reason",
        "ticket",
        "decided_by",
        "decided_on",
    ];

    public static readonly string[] OutcomeNames = ["legitimate", "violation", "noise"];

    public static readonly string[] StateNames = ["open", "closed"];

    public required string Finding { get; init; }

    /// <summary>Null while nobody has decided.</summary>
    public TriageOutcome? Outcome { get; init; }

    public TriageState State { get; init; } = TriageState.Open;

    public string Reason { get; init; } = "";

    public string Ticket { get; init; } = "";

    public string DecidedBy { get; init; } = "";

    public DateOnly? DecidedOn { get; init; }

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

    public void WriteProperties(Utf8JsonWriter writer)
    {
        writer.WriteString("finding", Finding);
        if (Outcome is { } outcome)
            writer.WriteString("outcome", OutcomeNames[(int)outcome]);
        writer.WriteString("state", StateNames[(int)State]);
        if (Reason.Length > 0)
            writer.WriteString("reason", Reason);
        if (Ticket.Length > 0)
            writer.WriteString("ticket", Ticket);
        if (DecidedBy.Length > 0)
            writer.WriteString("decided_by", DecidedBy);
        if (DecidedOn is { } day)
            writer.WriteString("decided_on", day.Text());
    }
}

/// <summary>The state of triage as a whole, for the gates of a promotion.</summary>
/// <param name="Entries">By finding, in ordinal order.</param>
public sealed record Triage(IReadOnlyList<TriageEntry> Entries)
{
    public static readonly Triage Empty = new([]);

    /// <summary>Violations, and legitimate workloads without their exception or their way to approved images: they stop enforcement.</summary>
    public IEnumerable<TriageEntry> Open => Entries.Where(e => e.State == TriageState.Open);

    public IEnumerable<TriageEntry> Closed => Entries.Where(e => e.State == TriageState.Closed);

    public IEnumerable<TriageEntry> OpenViolations => Open.Where(e => e.Outcome == TriageOutcome.Violation);

    /// <summary>Nobody has said yet what they are.</summary>
    public IEnumerable<TriageEntry> Undecided => Open.Where(e => e.Outcome is null);

    public TriageEntry? Find(string finding) => Entries.FirstOrDefault(e => e.Finding == finding);
}
