using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>
/// What a service answers is a tree with the names of its model; here it gets the form of the protocol. A member that is null
/// is left out. A time is a <see cref="DateTimeOffset"/> in the tree: each protocol has its own form for it.
/// </summary>
internal static class Answer
{
    /// <summary>Some calls of JSON services answer 200 with an empty body: null.</summary>
    public static byte[] Json(JsonObject? answer)
    {
        if (answer is null)
            return [];
        using var buffer = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
            Write(writer, answer);
        return buffer.ToArray();
    }

    /// <summary>`awsQuery` puts the answer into `…Result` and the request id behind it.</summary>
    public static byte[] Query(string operation, string xmlNamespace, string requestId, JsonObject? answer)
    {
        using var xml = new XmlAnswer($"{operation}Response", xmlNamespace)
            .Start($"{operation}Result")
            .Members(answer ?? [], "member")
            .End()
            .Start("ResponseMetadata")
            .Element("RequestId", requestId)
            .End();
        return xml.ToBytes();
    }

    /// <summary>`ec2Query` puts the request id first.</summary>
    public static byte[] Ec2(string operation, string xmlNamespace, string requestId, JsonObject? answer)
    {
        using var xml = new XmlAnswer($"{operation}Response", xmlNamespace)
            .Element("requestId", requestId)
            .Members(answer ?? [], "item");
        return xml.ToBytes();
    }

    /// <summary>A time of the tree; not a string that looks like one.</summary>
    public static DateTimeOffset? AsTime(JsonValue value) =>
        value.TryGetValue<object>(out var raw) && raw is DateTimeOffset time ? time : null;

    public static long? AsWhole(JsonValue value)
    {
        if (value.TryGetValue<int>(out var small))
            return small;
        return value.TryGetValue<long>(out var number) ? number : null;
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    if (value is null)
                        continue;
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }
                writer.WriteEndObject();
                break;
            case JsonArray elements:
                writer.WriteStartArray();
                foreach (var element in elements)
                    Write(writer, element);
                writer.WriteEndArray();
                break;
            case JsonValue value when AsTime(value) is { } time:
                writer.WriteNumberValue(time.ToUnixTimeMilliseconds() / 1000.0);
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
