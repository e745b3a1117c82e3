using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Ports.Monitoring;

public enum MonitoringChange
{
    Create,
    Update,
    Delete,
}

/// <summary>One change. Made when nothing was before, removed when nothing is after.</summary>
public sealed record MonitoringStep(MonitoringResource? Before, MonitoringResource? After)
{
    public MonitoringResource Resource =>
        After ?? Before ?? throw new InvalidOperationException("a step is about something");

    public MonitoringChange Change =>
        Before is null ? MonitoringChange.Create
        : After is null ? MonitoringChange.Delete
        : MonitoringChange.Update;

    /// <summary>Whether more than tags is to be written.</summary>
    public bool WritesProperties => After is not null && (Before is null || Differences.Any());

    /// <summary>The properties that differ, by name; null where there is none.</summary>
    public IEnumerable<(string Name, string? Before, string? After)> Differences =>
        (Before?.Properties.Keys ?? [])
            .Union(After?.Properties.Keys ?? [], StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(name =>
                (name, Before?.Properties.GetValueOrDefault(name), After?.Properties.GetValueOrDefault(name))
            )
            .Where(d => d.Item2 != d.Item3);

    /// <summary>Tags that are missing or have other values; others than ours stay.</summary>
    public ImmutableSortedDictionary<string, string> NewTags =>
        After is null
            ? MonitoringResource.Nothing
            : After.Tags.RemoveRange(
                After.Tags.Where(t => Before?.Tags.GetValueOrDefault(t.Key) == t.Value).Select(t => t.Key)
            );

    /// <summary>The calls that it takes, in their order.</summary>
    public ImmutableArray<string> Calls
    {
        get
        {
            var calls = MonitoringCalls.Of(Resource.Kind, Change).ToBuilder();
            if (Change != MonitoringChange.Update)
                return calls.ToImmutable();
            if (!WritesProperties)
                calls.Clear();
            if (!NewTags.IsEmpty)
                calls.Add(MonitoringCalls.Tag(Resource.Kind));
            return calls.ToImmutable();
        }
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("change", Change.Name());
        writer.WriteString("kind", Resource.Kind.Name());
        writer.WriteString("name", Resource.Name);
        writer.WriteStrings("calls", Calls);
        Write(writer, "before", Before?.Properties);
        Write(writer, "after", After?.Properties);
        Write(writer, "tags", NewTags);
        writer.WriteEndObject();
    }

    /// <summary>As <see cref="Write(Utf8JsonWriter)"/> writes it, in one line; the same for the same step.</summary>
    public string Text => Encoding.UTF8.GetString(JsonText.Write(indented: false, Write));

    private static void Write(Utf8JsonWriter writer, string name, ImmutableSortedDictionary<string, string>? values)
    {
        if (values is null || values.IsEmpty)
            return;
        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }
}
