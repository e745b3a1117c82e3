using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AmiGovernance.Core.Base.Json;

/// <summary>Writes JSON documents: `\n` line ends, two spaces, and no escapes that AWS would count as characters.</summary>
public static class JsonText
{
    public static byte[] Write(bool indented, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions
                {
                    Indented = indented,
                    NewLine = "\n",
                    Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
        {
            write(writer);
        }
        return buffer.ToArray();
    }

    /// <summary>As files hold it: indented, with a line break at the end.</summary>
    public static byte[] WriteFile(Action<Utf8JsonWriter> write) => [.. Write(indented: true, write), (byte)'\n'];

    /// <summary>One string for one value, an array for several: both forms mean the same to AWS, and the first is shorter.</summary>
    public static void WriteOneOrMany(this Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 1)
            writer.WriteString(name, values[0]);
        else
            writer.WriteStrings(name, values);
    }

    /// <summary>Nothing for null.</summary>
    public static void WriteOptional(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    public static void WriteStrings(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    /// <summary>A list of objects.</summary>
    /// <param name="members">Writes the members of one of them.</param>
    public static void WriteObjects<T>(this Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> members)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            members(item);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>The same for whoever has the writer's calls in a method.</summary>
    /// <param name="members">Writes the members of one of them.</param>
    public static void WriteObjects<T>(
        this Utf8JsonWriter writer,
        string name,
        IEnumerable<T> items,
        Action<Utf8JsonWriter, T> members
    ) => writer.WriteObjects(name, items, item => members(writer, item));

    /// <summary>
    /// The characters of a document as AWS counts them for its quotas: Unicode code points of the text as sent, white
    /// space included (Organizations user guide, "Quotas for AWS Organizations").
    /// </summary>
    public static int Characters(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var unit in utf8)
            if ((unit & 0xC0) != 0x80)
                count++;
        return count;
    }

    public static string ToText(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
