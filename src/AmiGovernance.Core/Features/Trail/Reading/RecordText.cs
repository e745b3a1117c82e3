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
    public static WrappedRecords In(string text)
    {
        var plain = Unquote(text);
        var found = WrappedRecords.In(Encoding.UTF8.GetBytes(plain));
        if (found.Records.Count > 0 || found.OtherCategories > 0)
            return found;

        if (Packed.Open(plain) is { } packed)
        {
            found = new WrappedRecords();
            found.Add(packed);
        }
        else if (plain is not ['{' or '[', ..] && plain.Contains("eventName", StringComparison.OrdinalIgnoreCase))
        {
            found = new WrappedRecords();
            AddTable(plain, found);
        }
        return found;
    }

    /// <summary>Without the marks of quotes and of code blocks; no line of JSON or of a table begins so.</summary>
    public static string Unquote(string text) => Fences().Replace(Quotes().Replace(text, ""), "").Trim();

    private static void AddTable(string text, WrappedRecords found)
    {
        var rows = new List<IReadOnlyList<string>>();
        using var reader = new StringReader(text);
        var isCut = false;
        while (Csv.ReadRecord(reader, out isCut) is { } row && !isCut)
            rows.Add(row);
        found.AddTable(rows);
        if (isCut)
            found.NoteDamage("the last cell of the table has no end");
    }

    [GeneratedRegex(@"^[ \t]*(?:(?:>|&gt;)[ \t]?)+", RegexOptions.Multiline)]
    private static partial Regex Quotes();

    [GeneratedRegex(@"^[ \t]*```\w*[ \t]*\r?$", RegexOptions.Multiline)]
    private static partial Regex Fences();
}
