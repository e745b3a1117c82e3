using System.Text.Json;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Base.Json;

/// <summary>Moments as everywhere: `2026-01-31T06:00:00Z`.</summary>
internal sealed class IsoTimeJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IsoTime.TryParse(reader.GetString() ?? "", out var time) ? time : throw new JsonException("not a time");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.IsoText());
}
