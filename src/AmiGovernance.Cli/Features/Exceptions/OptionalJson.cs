using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Process;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Members that are left out where there is no value, and lists of objects.</summary>
internal static class OptionalJson
{
    public static void WriteIfAny(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    public static void WriteIfAny(this Utf8JsonWriter writer, string name, DateOnly? value) =>
        writer.WriteIfAny(name, value?.Text());

    public static void WriteIfAny(this Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }

    /// <summary>To one digit.</summary>
    public static void WriteIfAny(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, Math.Round(number, 1));
    }

    /// <param name="write">Writes the members of one object.</param>
    public static void WriteObjects<T>(
        this Utf8JsonWriter writer,
        string name,
        IEnumerable<T> items,
        Action<Utf8JsonWriter, T> write
    )
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(writer, item);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    public static void WriteTimeLimits(this Utf8JsonWriter writer, IEnumerable<TimeLimit> limits, DateOnly day) =>
        writer.WriteObjects(
            "time_limits",
            limits,
            (json, limit) =>
            {
                json.WriteString("step", limit.Step);
                json.WriteString("due", limit.Due.Text());
                json.WriteIfAny("done", limit.Done);
                json.WriteBoolean("overdue", limit.IsOverdue(day));
            }
        );
}
