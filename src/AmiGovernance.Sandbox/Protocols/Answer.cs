using System.Globalization;
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

    /// <param name="wrap">`awsQuery` puts the answer into `…Result` and the request id behind it; `ec2Query` puts the id first.</param>
    public static byte[] Xml(string operation, string xmlNamespace, string requestId, JsonObject? answer, bool wrap)
    {
        using var xml = new XmlAnswer($"{operation}Response", xmlNamespace);
        if (!wrap)
            xml.Element("requestId", requestId);
        if (wrap)
            xml.Start($"{operation}Result");
        xml.Members(answer ?? [], wrap ? "member" : "item");
        if (wrap)
        {
            xml.End();
            xml.Start("ResponseMetadata");
            xml.Element("RequestId", requestId);
            xml.End();
        }
        return xml.ToBytes();
    }

    /// <summary>A time of the tree; not a string that looks like one.</summary>
    public static DateTimeOffset? AsTime(JsonValue value) =>
        value.TryGetValue<object>(out var raw) && raw is DateTimeOffset time ? time : null;

    public static long? AsWhole(JsonValue value) =>
        value.TryGetValue<int>(out var small) ? small
        : value.TryGetValue<long>(out var number) ? number
        : null;

    public static string IsoTime(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

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
