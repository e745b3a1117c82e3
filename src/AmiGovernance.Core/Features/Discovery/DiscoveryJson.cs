using System.Text.Json;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Discovery;

/// <summary>The report for machines (docs/reference/outputs.md).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(IsoTimeJson)]
)]
[JsonSerializable(typeof(DiscoveryReport))]
public sealed partial class DiscoveryJson : JsonSerializerContext;

/// <summary>Moments as everywhere: `2026-01-31T06:00:00Z`.</summary>
internal sealed class IsoTimeJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IsoTime.TryParse(reader.GetString() ?? "", out var time) ? time : throw new JsonException("not a time");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.IsoText());
}
