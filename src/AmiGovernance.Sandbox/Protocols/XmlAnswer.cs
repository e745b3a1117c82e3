using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>Writes XML; what XML cannot carry becomes U+FFFD, as clients could not read the answer otherwise.</summary>
internal sealed class XmlAnswer : IDisposable
{
    private readonly MemoryStream buffer = new();
    private readonly XmlWriter writer;

    public XmlAnswer(string root, string? xmlNamespace = null)
    {
        writer = XmlWriter.Create(
            buffer,
            new XmlWriterSettings
            {
                Encoding = new UTF8Encoding(false),
                CheckCharacters = false,
                NewLineHandling = NewLineHandling.Entitize,
            }
        );
        writer.WriteStartElement(root, xmlNamespace);
    }

    public XmlAnswer Start(string name)
    {
        writer.WriteStartElement(name);
        return this;
    }

    public XmlAnswer End()
    {
        writer.WriteEndElement();
        return this;
    }

    public XmlAnswer Element(string name, string? text)
    {
        if (text is null)
            return this;
        writer.WriteStartElement(name);
        writer.WriteString(Legal(text));
        writer.WriteEndElement();
        return this;
    }

    /// <param name="item">The element of a list's members.</param>
    public XmlAnswer Members(JsonObject members, string item)
    {
        foreach (var (name, value) in members)
            Write(name, value, item);
        return this;
    }

    private void Write(string name, JsonNode? node, string item)
    {
        switch (node)
        {
            case null:
                break;
            case JsonObject members:
                Start(name).Members(members, item).End();
                break;
            case JsonArray elements:
                Start(name);
                foreach (var element in elements)
                    Write(IsPair(element, item) ? "entry" : item, element, item);
                End();
                break;
            case JsonValue value:
                Element(name, Text(value));
                break;
        }
    }

    private static string Text(JsonValue value)
    {
        if (Answer.AsTime(value) is { } time)
            return time.WireText();
        return value.TryGetValue<string>(out var text) ? text : value.ToJsonString();
    }

    /// <summary>In `awsQuery` a map is a list of such pairs.</summary>
    private static bool IsPair(JsonNode? element, string item) =>
        item == "member"
        && element is JsonObject { Count: 2 } pair
        && pair.ContainsKey("key")
        && pair.ContainsKey("value");

    private static string Legal(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '\uD7FF') < 0)
            return text;
        var legal = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            legal.Append(IsLegal(rune.Value) ? rune.ToString() : "\uFFFD");
        return legal.ToString();
    }

    /// <summary>XML 1.0, "Characters"; half a pair of surrogates is no rune.</summary>
    private static bool IsLegal(int rune) => rune is (>= 0x20 and not (0xFFFE or 0xFFFF)) or '\t' or '\n' or '\r';

    public byte[] ToBytes()
    {
        writer.WriteEndElement();
        writer.Flush();
        return buffer.ToArray();
    }

    public void Dispose()
    {
        writer.Dispose();
        buffer.Dispose();
    }
}
