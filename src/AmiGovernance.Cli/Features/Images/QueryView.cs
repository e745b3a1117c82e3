using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>The answer to a query in SQL.</summary>
internal static class QueryView
{
    public static string Render(CliContext context, OutputFormat format, QueryResult result) =>
        format switch
        {
            OutputFormat.Json => ReportJson.Of(new QueryDocument(result.Columns, result.Rows)),
            OutputFormat.Csv => TableOutput.Csv(result.Columns, Texts(result)),
            OutputFormat.Markdown => TableOutput.Markdown(result.Columns, Texts(result)),
            _ => result.Rows.IsEmpty ? "no rows\n" : Table(context, result),
        };

    private static string Table(CliContext context, QueryResult result) =>
        TableOutput.Text(context, [.. result.Columns.Select(Sanitize.Text)], Texts(result));

    private static IEnumerable<string[]> Texts(QueryResult result) =>
        result.Rows.Select(row => row.Select(value => value.ToString()).ToArray());
}
