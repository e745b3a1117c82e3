using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Base.Json;

/// <summary>What to do about a text that is not a date of the form YYYY-MM-DD.</summary>
internal static class DateAdvice
{
    private const int Length = 10;

    private static readonly string[] OtherForms = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd"];

    public static (string? Help, TextFix? Fix) For(JsonString node)
    {
        var text = node.Value;
        if (IsDateWithMore(text))
        {
            var date = text.Trim()[..Length];
            return ("a date has no time and no white space around it", Write(node, date));
        }
        if (DateOnly.TryParseExact(text, OtherForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var other))
            return ("months and days have two digits, separated by hyphens", Write(node, other.Text()));
        var hasForm = text.Length == Length && text[4] == '-' && text[7] == '-';
        return (hasForm ? "the calendar has no such day" : null, null);
    }

    private static bool IsDateWithMore(string text) =>
        IsoDate.TryParse(text.Trim(), out _) || text.Length > Length && IsoDate.TryParse(text[..Length], out _);

    private static TextFix Write(JsonNode node, string date) => new($"write {date}", node.Span, $"\"{date}\"");
}
