using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>Writes JSON reports. Everything but plain ASCII is escaped, so that hostile text is harmless in terminals and logs.</summary>
internal static class ReportJson
{
    public const string FormatVersion = ReportDocument.Version;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    public static string Of<T>(T document)
        where T : notnull => Write(writer => JsonSerializer.Serialize(writer, document, Type<T>()));

    /// <summary>In pieces: the text of a large report is never in memory as a whole.</summary>
    public static void Write<T>(TextWriter output, T document)
        where T : notnull => Write(output, writer => JsonSerializer.Serialize(writer, document, Type<T>()));

    private static JsonTypeInfo<T> Type<T>() =>
        (JsonTypeInfo<T>?)ReportsJson.Default.GetTypeInfo(typeof(T))
        ?? throw new InvalidOperationException($"{typeof(T)} is no report");

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(text, write);
        return text.ToString();
    }

    /// <inheritdoc cref="Write{T}(TextWriter, T)"/>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(new TextPieces(output), Options))
            write(writer);
        output.Write('\n');
    }

    public static string UriPath(string path) =>
        string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
}
