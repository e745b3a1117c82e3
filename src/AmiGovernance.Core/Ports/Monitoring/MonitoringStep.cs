using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Ports.Monitoring;

/// <summary>One change. Made when nothing was before, removed when nothing is after.</summary>
public sealed record MonitoringStep(MonitoringResource? Before, MonitoringResource? After)
{
    public MonitoringResource Resource =>
        After ?? Before ?? throw new InvalidOperationException("a step is about something");

    public MonitoringChange Change
    {
        get
        {
            if (Before is null)
                return MonitoringChange.Create;
            return After is null ? MonitoringChange.Delete : MonitoringChange.Update;
        }
    }

    /// <summary>Whether more than tags is to be written.</summary>
    public bool WritesProperties => After is not null && (Before is null || Differences.Any());

    internal ImmutableSortedDictionary<string, string> PropertiesBefore =>
        Before?.Properties ?? MonitoringResource.Nothing;

    internal ImmutableSortedDictionary<string, string> PropertiesAfter =>
        After?.Properties ?? MonitoringResource.Nothing;

    /// <summary>The properties that differ, by name; null where there is none.</summary>
    public IEnumerable<(string Name, string? Before, string? After)> Differences =>
        PropertiesBefore
            .Keys.Union(PropertiesAfter.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(name =>
                (name, Before: PropertiesBefore.GetValueOrDefault(name), After: PropertiesAfter.GetValueOrDefault(name))
            )
            .Where(difference => difference.Before != difference.After);

    /// <summary>Tags that are missing or have other values; others than ours stay.</summary>
    public ImmutableSortedDictionary<string, string> NewTags
    {
        get
        {
            var wanted = After?.Tags ?? MonitoringResource.Nothing;
            var there = Before?.Tags ?? MonitoringResource.Nothing;
            return wanted.RemoveRange(wanted.Where(there.Contains).Select(t => t.Key));
        }
    }

    /// <summary>The calls that it takes, in their order.</summary>
    public ImmutableArray<string> Calls
    {
        get
        {
            var calls = MonitoringCalls.Of(Resource.Kind, Change);
            if (Change != MonitoringChange.Update)
                return calls;

            var writes = WritesProperties ? calls : [];
            return NewTags.IsEmpty ? writes : writes.Add(MonitoringCalls.Tag(Resource.Kind));
        }
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("change", Change.Name());
        writer.WriteString("kind", Resource.Kind.Name());
        writer.WriteString("name", Resource.Name);
        writer.WriteStrings("calls", Calls);
        Write(writer, "before", PropertiesBefore);
        Write(writer, "after", PropertiesAfter);
        Write(writer, "tags", NewTags);
        writer.WriteEndObject();
    }

    /// <summary>As <see cref="Write(Utf8JsonWriter)"/> writes it, in one line; the same for the same step.</summary>
    public string Text => JsonText.ToText(JsonText.Write(indented: false, Write));

    private static void Write(Utf8JsonWriter writer, string name, ImmutableSortedDictionary<string, string> values)
    {
        if (values.IsEmpty)
            return;
        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
            writer.WriteString(key, value);
        writer.WriteEndObject();
    }
}
