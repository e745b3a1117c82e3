using System.Globalization;
using System.Text;
using System.Xml;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>Writes the XML of an answer in `awsQuery` or `ec2Query`.</summary>
public sealed class XmlAnswer : IDisposable
{
    private readonly MemoryStream buffer = new();
    private readonly XmlWriter writer;

    public XmlAnswer() => writer = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false });

    public void Start(string name, string? xmlNamespace = null) => writer.WriteStartElement(name, xmlNamespace);

    public void End() => writer.WriteEndElement();

    /// <summary>Null leaves the element out.</summary>
    public XmlAnswer Text(string name, string? value)
    {
        if (value is null) return this;
        writer.WriteStartElement(name);
        writer.WriteString(value);
        writer.WriteEndElement();
        return this;
    }

    public XmlAnswer Flag(string name, bool value) => Text(name, value ? "true" : "false");

    public XmlAnswer Time(string name, DateTimeOffset? value) => Text(name, value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    public XmlAnswer Number(string name, long value) => Text(name, value.ToString(CultureInfo.InvariantCulture));

    public XmlAnswer Inside(string name, Action write)
    {
        writer.WriteStartElement(name);
        write();
        writer.WriteEndElement();
        return this;
    }

    /// <summary>A list as EC2 writes it; query services say `member` for `item`.</summary>
    public XmlAnswer Items<T>(string name, IEnumerable<T> items, Action<T> write, string item = "item") => Inside(name, () =>
    {
        foreach (var one in items) Inside(item, () => write(one));
    });

    /// <summary>A list of plain values.</summary>
    public XmlAnswer Values(string name, IEnumerable<string> values) => Inside(name, () =>
    {
        foreach (var value in values) Text("item", value);
    });

    public XmlAnswer Tags(IEnumerable<KeyValuePair<string, string>> tags) => Items("tagSet", tags, t => Text("key", t.Key).Text("value", t.Value));

    public byte[] ToBytes()
    {
        writer.Flush();
        return buffer.ToArray();
    }

    public void Dispose()
    {
        writer.Dispose();
        buffer.Dispose();
    }
}
