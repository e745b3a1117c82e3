using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
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
