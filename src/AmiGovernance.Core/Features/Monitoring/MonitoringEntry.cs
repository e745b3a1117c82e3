using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Monitoring;

public enum MonitoringEvent
{
    Started,
    Done,
    Failed,
    Finished,
}

/// <summary>One line of `deployments/monitoring.jsonl`.</summary>
public sealed record MonitoringEntry(MonitoringEvent Event, DateTimeOffset At, AccountId Account, string Region)
    : ChainedEntry
{
    private static readonly string[] EventNames = ["started", "done", "failed", "finished"];
    private static readonly string[] Keys =
    [
        "event",
        "at",
        "who",
        "why",
        "account",
        "region",
        "detail",
        "step",
        "previous",
        "hash",
    ];

    /// <summary>The ARN that AWS knows the caller by.</summary>
    public string Who { get; init; } = "";

    public string Why { get; init; } = "";

    /// <summary>AWS's code and text of a failure.</summary>
    public string Detail { get; init; } = "";

    /// <summary>As JSON, with what was before: for the way back.</summary>
    public string Step { get; init; } = "";

    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("event", EventNames[(int)Event]);
        writer.WriteString("at", At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        WriteText(writer, "who", Visible.Text(Who));
        WriteText(writer, "why", Visible.Text(Why));
        writer.WriteString("account", Account.Value);
        writer.WriteString("region", Region);
        WriteText(writer, "detail", Visible.Text(Detail));
        if (Step.Length == 0)
            return;
        writer.WritePropertyName("step");
        writer.WriteRawValue(Step);
    }

    /// <summary>Null, or an error in the bag, when the line is no entry.</summary>
    public static MonitoringEntry? Parse(SourceText line, DiagnosticBag bag)
    {
        if (
            JsonParser.Parse(line, bag) is not { } tree
            || ObjectReader.Open(tree, tree.Root, Keys, bag) is not { } root
        )
            return null;
        string Raw(string key) => (root.Node[key] as JsonString)?.Value ?? "";
        var known = EventNames.ToList().IndexOf(root.Choice("event", EventNames) ?? "");
        if (
            known < 0
            || root.AccountId("account") is not { } account
            || !DateTimeOffset.TryParse(
                Raw("at"),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var at
            )
        )
            return null;
        return new MonitoringEntry((MonitoringEvent)known, at, account, Raw("region"))
        {
            Who = Raw("who"),
            Why = Raw("why"),
            Detail = Raw("detail"),
            Step = root.Node["step"] is { } step ? JsonNodeWriter.Minified(step) : "",
            Previous = Raw("previous"),
            Hash = Raw("hash"),
        };
    }
}
