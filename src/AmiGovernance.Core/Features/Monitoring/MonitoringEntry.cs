using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>What an entry of the record says of a run or of one of its steps. In the file the names are in small letters.</summary>
public enum MonitoringEvent
{
    Started,

    /// <summary>Before the call: a run that is killed leaves what was there before, and that it may be gone.</summary>
    Changing,
    Done,
    Failed,
    Finished,
}

/// <summary>One line of `deployments/monitoring.jsonl`.</summary>
/// <param name="Region">As it was recorded; an old record may hold what is no Region today.</param>
public sealed record MonitoringEntry(MonitoringEvent Event, DateTimeOffset At, AccountId Account, string Region)
    : ChainedEntry
{
    private static readonly Dictionary<string, MonitoringEvent> Events = Enum.GetValues<MonitoringEvent>()
        .ToDictionary(Name, StringComparer.Ordinal);

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

    /// <summary>As JSON, with what was before: for a rollback.</summary>
    public string Step { get; init; } = "";

    private static string Name(MonitoringEvent what) => what.ToString().ToLowerInvariant();

    protected override void WriteMembers(Utf8JsonWriter writer)
    {
        writer.WriteString("event", Name(Event));
        writer.WriteString("at", At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        WriteText(writer, "who", Sanitize.Text(Who));
        WriteText(writer, "why", Sanitize.Text(Why));
        writer.WriteString("account", Account.Value);
        writer.WriteString("region", Region);
        WriteText(writer, "detail", Sanitize.Text(Detail));
        if (Step.Length == 0)
            return;
        writer.WritePropertyName("step");
        writer.WriteRawValue(Step);
    }

    /// <summary>Null, or an error in the bag, when the line is no entry.</summary>
    public static MonitoringEntry? Parse(SourceText line, DiagnosticBag bag)
    {
        var tree = JsonParser.Parse(line, bag);
        return tree is not null && ObjectReader.Open(tree, tree.Root, Keys, bag) is { } root ? Read(root) : null;
    }

    private static MonitoringEntry? Read(ObjectReader root)
    {
        var what = root.Choice("event", [.. Events.Keys]);
        var account = root.AccountId("account");
        var isTime = DateTimeOffset.TryParse(
            Raw("at"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        );
        if (what is null || account is null || !isTime)
            return null;

        var step = root.Node["step"];
        return new MonitoringEntry(Events[what], at, account.Value, Raw("region"))
        {
            Who = Raw("who"),
            Why = Raw("why"),
            Detail = Raw("detail"),
            Step = step is null ? "" : JsonNodeWriter.Minified(step),
            Previous = Raw("previous"),
            Hash = Raw("hash"),
        };

        string Raw(string key) => (root.Node[key] as JsonString)?.Value ?? "";
    }
}
