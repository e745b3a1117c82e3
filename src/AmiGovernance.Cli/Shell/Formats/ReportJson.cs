using System.Text;
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

    private static JsonTypeInfo<T> Type<T>() =>
        (JsonTypeInfo<T>?)ReportsJson.Default.GetTypeInfo(typeof(T))
        ?? throw new InvalidOperationException($"{typeof(T)} is no report");

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    public static string UriPath(string path) =>
        string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
}
