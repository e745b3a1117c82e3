using System.Text.Json;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Base.Json;

/// <summary>A time in reports, as everywhere: `2026-01-31T06:00:00Z`.</summary>
[JsonConverter(typeof(MomentJson))]
public readonly record struct Moment(DateTimeOffset At)
{
    public static implicit operator Moment(DateTimeOffset at) => new(at);
}

/// <summary>A time in reports, with its offset: `2026-01-31T06:00:00+00:00`.</summary>
[JsonConverter(typeof(OffsetMomentJson))]
public readonly record struct OffsetMoment(DateTimeOffset At)
{
    public static implicit operator OffsetMoment(DateTimeOffset at) => new(at);
}

internal sealed class MomentJson : JsonConverter<Moment>
{
    public override Moment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, Moment value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.At.IsoText());
}

internal sealed class OffsetMomentJson : JsonConverter<OffsetMoment>
{
    public override OffsetMoment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, OffsetMoment value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.At);
}
