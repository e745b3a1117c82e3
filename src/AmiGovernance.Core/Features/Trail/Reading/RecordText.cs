using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Finds the records in a whole text, in whatever form people have it: JSON, quoted as mail and chats do, in a code block, a table of
/// comma-separated values (CloudWatch Logs user guide, "Export query results"), or packed. All that reads events reads by this.
/// </summary>
internal static partial class RecordText
{
    public static List<byte[]> Records(string text)
    {
        var plain = Unquote(text);
        var records = WrappedRecords.TryIn(Encoding.UTF8.GetBytes(plain));
        if (records.Count == 0 && Packed.Open(plain) is { } opened)
            records = WrappedRecords.TryIn(opened);
        if (
            records.Count == 0
            && plain.Contains("eventName", StringComparison.OrdinalIgnoreCase)
            && plain[0] is not ('{' or '[')
        )
            records = OfTable(plain);
        return records;
    }

    /// <summary>Without the marks of quotes and of code blocks; no line of JSON or of a table begins so.</summary>
    public static string Unquote(string text) => Fences().Replace(Quotes().Replace(text, ""), "").Trim();

    private static List<byte[]> OfTable(string text)
    {
        var rows = new List<IReadOnlyList<string>>();
        using var reader = new StringReader(text);
        while (Csv.ReadRecord(reader) is { } row)
            rows.Add(row);
        List<byte[]> records = [.. RecordRow.Table(rows)];
        if (records.Count == 0)
            foreach (var cell in rows.SelectMany(r => r).Where(c => c.StartsWith('{')))
                records.AddRange(WrappedRecords.TryIn(Encoding.UTF8.GetBytes(cell)));
        return records;
    }

    [GeneratedRegex(@"^[ \t]*(?:(?:>|&gt;)[ \t]?)+", RegexOptions.Multiline)]
    private static partial Regex Quotes();

    [GeneratedRegex(@"^[ \t]*```\w*[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex Fences();
}
