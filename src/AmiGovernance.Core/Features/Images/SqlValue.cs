using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AmiGovernance.Core.Features.Images;

/// <summary>A value of a database: null, a whole number, a number, text or bytes.</summary>
[JsonConverter(typeof(SqlValueJson))]
public readonly record struct SqlValue(object? Value)
{
    /// <summary>Empty for null; bytes as hexadecimal digits.</summary>
    public override string ToString() =>
        Value switch
        {
            null => "",
            byte[] bytes => Convert.ToHexStringLower(bytes),
            _ => Convert.ToString(Value, CultureInfo.InvariantCulture) ?? "",
        };
}

/// <summary>Numbers as such, except those that JSON cannot write, such as infinity: they are text.</summary>
internal sealed class SqlValueJson : JsonConverter<SqlValue>
{
    public override bool HandleNull => true;

    public override SqlValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("answers are only written");

    public override void Write(Utf8JsonWriter writer, SqlValue value, JsonSerializerOptions options)
    {
        switch (value.Value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }
}
