using System.Globalization;
using System.Text.Json;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The answer to a query in SQL.</summary>
internal static class QueryView
{
    public static string Render(CliContext context, OutputFormat format, QueryResult result) =>
        format switch
        {
            OutputFormat.Json => Json(result),
            OutputFormat.Csv => TableOutput.Csv(result.Columns, Texts(result)),
            OutputFormat.Markdown => TableOutput.Markdown(result.Columns, Texts(result)),
            _ => result.Rows.IsEmpty ? "no rows\n" : Table(context, result),
        };

    private static string Table(CliContext context, QueryResult result) =>
        TableOutput.Text(context, [.. result.Columns.Select(Sanitize.Text)], Texts(result));

    private static IEnumerable<string[]> Texts(QueryResult result) =>
        result.Rows.Select(row => row.Select(Text).ToArray());

    private static string Text(object? value) =>
        value switch
        {
            null => "",
            byte[] bytes => Convert.ToHexStringLower(bytes),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };

    private static string Json(QueryResult result) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteStartArray("columns");
            foreach (var column in result.Columns)
                writer.WriteStringValue(column);
            writer.WriteEndArray();
            writer.WriteStartArray("rows");
            foreach (var row in result.Rows)
            {
                writer.WriteStartArray();
                foreach (var value in row)
                    Write(writer, value);
                writer.WriteEndArray();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(Text(value));
                break;
        }
    }
}
