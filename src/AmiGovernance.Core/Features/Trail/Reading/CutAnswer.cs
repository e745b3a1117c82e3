using System.Text.Json;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Answers of AWS that say themselves that they are not whole (API references: CloudWatch Logs GetQueryResults and FilterLogEvents,
/// CloudTrail LookupEvents and GetQueryResults, Athena GetQueryResults).
/// </summary>
internal static class CutAnswer
{
    public const string NextPage = "the answer was cut: it names a next page";

    /// <summary>What an answer holds its rows in.</summary>
    private static readonly string[] Rows = ["results", "QueryResultRows", "ResultSet"];

    private static readonly string[] Tokens = ["NextToken", "nextToken"];

    /// <summary>Words of Logs Insights and CloudTrail Lake for a query that has handed on all that it found.</summary>
    private static readonly string[] Ended = ["Complete", "FINISHED"];

    /// <summary>Of the text of an answer without its events.</summary>
    public static bool NamesNextPage(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf("extToken\""u8) is >= 0 and var at)
        {
            var isKey = text[..at].EndsWith("\"N"u8) || text[..at].EndsWith("\"n"u8);
            text = text[(at + "extToken\"".Length)..];
            var value = text.TrimStart(" \t\r\n:"u8);
            if (isKey && value is [(byte)'"', not (byte)'"', ..])
                return true;
        }
        return false;
    }

    /// <summary>One sentence without a period; null for what is whole, or no answer.</summary>
    public static string? Of(JsonElement answer)
    {
        if (!Rows.Any(r => answer.TryGetProperty(r, out _)))
            return null;
        if (Tokens.Any(t => Text(answer, t) is { Length: > 0 }))
            return NextPage;
        var status = Text(answer, "status") ?? Text(answer, "QueryStatus");
        if (status is not null && !Ended.Contains(status, StringComparer.OrdinalIgnoreCase))
            return $"the answer was cut: its query ended, or was asked for its rows, as `{status}`";
        return Missing(answer);
    }

    private static string? Missing(JsonElement answer)
    {
        var (all, rows) = (Number(answer, "statistics", "recordsMatched"), Count(answer, "results"));
        if (rows < 0)
            (all, rows) = (Number(answer, "QueryStatistics", "TotalResultsCount"), Count(answer, "QueryResultRows"));
        return rows >= 0 && all > rows
            ? string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"the answer was cut: it has {rows} rows of {all}"
            )
            : null;
    }

    private static string? Text(JsonElement answer, string key) =>
        answer.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double Number(JsonElement answer, string parent, string key) =>
        answer.TryGetProperty(parent, out var found)
        && found.ValueKind == JsonValueKind.Object
        && found.TryGetProperty(key, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var number)
            ? number
            : 0;

    /// <summary>Of a list; -1 for none.</summary>
    private static int Count(JsonElement answer, string key) =>
        answer.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.GetArrayLength()
            : -1;
}
