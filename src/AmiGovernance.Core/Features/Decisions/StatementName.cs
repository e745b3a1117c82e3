using System.Text.Json;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>What a statement is called in reports.</summary>
/// <param name="Sid">Null, which is written, for one without Sid.</param>
[JsonConverter(typeof(StatementNameJson))]
public readonly record struct StatementName(string? Sid)
{
    /// <summary>Nothing, which is left out, when there is no statement.</summary>
    public static StatementName? Of(Statement? statement) =>
        statement is null ? null : new StatementName(statement.Sid);
}

internal sealed class StatementNameJson : JsonConverter<StatementName>
{
    public override StatementName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString());

    public override void Write(Utf8JsonWriter writer, StatementName value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Sid);
}
