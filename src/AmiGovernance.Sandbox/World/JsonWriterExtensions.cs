using System.Collections.Immutable;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Sandbox.World;

/// <summary>A world file leaves out what is not set, so that a person can read it.</summary>
internal static class JsonWriterExtensions
{
    public static void WriteWhenSet(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    public static void WriteWhenSet(this Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    public static void WriteWhenSet(this Utf8JsonWriter json, string name, DateTimeOffset? value) =>
        json.WriteWhenSet(name, value?.IsoText());

    public static void WriteWhenNot(this Utf8JsonWriter json, string usual, string name, string value)
    {
        if (value != usual)
            json.WriteString(name, value);
    }

    public static void WriteWhenNot(this Utf8JsonWriter json, bool usual, string name, bool value)
    {
        if (value != usual)
            json.WriteBoolean(name, value);
    }

    public static void WriteWhenAny(this Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        if (!values.IsEmpty)
            json.WriteStrings(name, values);
    }

    public static void WriteTags(
        this Utf8JsonWriter json,
        ImmutableSortedDictionary<string, string> tags,
        string name = "tags"
    )
    {
        if (tags.IsEmpty)
            return;
        json.WriteStartObject(name);
        foreach (var (key, value) in tags)
            json.WriteString(key, value);
        json.WriteEndObject();
    }
}
