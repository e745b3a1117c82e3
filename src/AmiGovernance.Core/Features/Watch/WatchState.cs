using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>What one look hands on to the next, whichever process takes it.</summary>
public sealed record WatchState
{
    public const string Name = "state.json";

    private const string Version = "1.0";

    public string FormatVersion { get; init; } = Version;

    /// <summary>When the organization was last looked at; null when it never was.</summary>
    public DateTimeOffset? LastLook { get; init; }

    /// <summary>The newest commit of the protected branch that was watched; null when none was.</summary>
    public string? Head { get; init; }

    /// <summary>What is not as it should be.</summary>
    public ImmutableArray<OpenCondition> Open { get; init; } = [];

    /// <summary>What people are still to be told.</summary>
    public ImmutableArray<QueuedMessage> Outbox { get; init; } = [];

    /// <summary>When something was put back that somebody else had changed; those of the last hour.</summary>
    public ImmutableArray<DateTimeOffset> Repairs { get; init; } = [];

    /// <summary>Whether nothing is put back any more, for somebody else changes it again and again.</summary>
    public bool RepairsStopped { get; init; }

    /// <summary>The jobs, by their names.</summary>
    public ImmutableSortedDictionary<string, JobState> Jobs { get; init; } = NoJobs;

    /// <summary>How many messages were queued so far: with the time it makes each of them one of its kind.</summary>
    public long Messages { get; init; }

    /// <summary>What came to the trail before this moment was read; null when none of it was.</summary>
    public DateTimeOffset? TrailReadUntil { get; init; }

    /// <summary>When denied calls that people were told of happened last, by <see cref="Denials.DeniedCalls.Id"/>.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Denials { get; init; } = NoDenials;

    private static readonly ImmutableSortedDictionary<string, DateTimeOffset> NoDenials =
        ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, JobState> NoJobs = ImmutableSortedDictionary.Create<
        string,
        JobState
    >(StringComparer.Ordinal);

    /// <summary>An earlier version knew less.</summary>
    private WatchState WithWhatIsMissing() =>
        this with
        {
            Open = Open.IsDefault ? [] : Open,
            Outbox = Outbox.IsDefault ? [] : Outbox,
            Repairs = Repairs.IsDefault ? [] : Repairs,
            Jobs = Jobs ?? NoJobs,
            Denials = Denials ?? NoDenials,
        };

    /// <summary>Somebody else may write where it lies.</summary>
    private bool IsWhole =>
        Open.All(o => o is { Key: not null, Summary: not null, Details: not null })
        && Open.DistinctBy(o => o.Key).Count() == Open.Length
        && Outbox.All(m => m is { Id: not null, Channel: not null, To: not null, Subject: not null, Body: not null })
        && Jobs.Values.All(j => j is { Findings: not null })
        && !(TrailReadUntil < Earliest);

    /// <summary>Before there was a trail: what is written so was never read.</summary>
    private static readonly DateTimeOffset Earliest = new(2013, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public byte[] ToBytes() =>
        JsonText.Write(
            indented: false,
            writer => JsonSerializer.Serialize(writer, this, WatchStateJson.Default.WatchState)
        );

    /// <summary>Null when it is none: somebody else may write where it lies.</summary>
    public static WatchState? Of(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var state = JsonSerializer.Deserialize(bytes.Span, WatchStateJson.Default.WatchState);
            var whole = state?.WithWhatIsMissing();
            return whole is { IsWhole: true, FormatVersion: Version } ? whole : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Since">When it was first seen.</param>
/// <param name="Told">When people were told last; null while its grace lasts.</param>
/// <param name="Version">As in <see cref="WatchCondition.Version"/>; null where it has none.</param>
public sealed record OpenCondition(
    string Key,
    string Summary,
    string Details,
    DateTimeOffset Since,
    DateTimeOffset? Told,
    string? Version = null
);

/// <param name="Id">The same each time it is sent: a mail that was sent twice after all is shown once.</param>
/// <param name="Since">When it was queued.</param>
public sealed record QueuedMessage(
    string Id,
    string Channel,
    string To,
    string Subject,
    string Body,
    DateTimeOffset Since
);

/// <param name="Due">The time for which it was last run to its end.</param>
/// <param name="Tried">When it was last begun.</param>
/// <param name="Findings">What it found then; empty for nothing.</param>
public sealed record JobState(DateTimeOffset Due, DateTimeOffset Tried, string Findings);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(WatchState))]
internal sealed partial class WatchStateJson : JsonSerializerContext;
