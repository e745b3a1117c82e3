using System.Text;
using System.Text.Json;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Writes JSON reports. Everything but plain ASCII is escaped, so that hostile text is harmless in terminals and logs.</summary>
internal static class ReportJson
{
    /// <summary>Of the documents for machines; rises with any change that could break a reader.</summary>
    public const string FormatVersion = "1.0";

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
            write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    public static string UriPath(string path) =>
        string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
}
