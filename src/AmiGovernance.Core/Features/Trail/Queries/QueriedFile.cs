using System.Globalization;
using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>What ClickHouse hands on of a file; of a file with several JSON values one for each.</summary>
/// <param name="Records">That the file holds.</param>
/// <param name="Candidates">How many of them are handed on, for they may matter.</param>
/// <param name="Text">Of these, one after the other.</param>
internal sealed partial record QueriedFile(string Path, long Size, long Records, long Candidates, byte[] Text)
{
    /// <summary>Null when the row is none of <see cref="ClickHouseQueries.Candidates"/>.</summary>
    public static QueriedFile? Read(IReadOnlyList<string> row) =>
        row.Count == 5
        && Number(row[1]) is { } size
        && Number(row[2]) is { } records
        && Number(row[3]) is { } candidates
        && Bytes(row[4]) is { } text
            ? new QueriedFile(row[0], size, records, candidates, text)
            : null;

    /// <summary>The file for which ClickHouse gave up; null when its message names none.</summary>
    public static string? Refused(string message) =>
        RefusedPattern().Match(message) is { Success: true } found ? found.Groups[1].Value : null;

    /// <summary>Null when the text is no base64.</summary>
    public static byte[]? Bytes(string text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    public static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"\(in file/uri ([^\n]+?)\)(?=[:.\n]|\z)")]
    private static partial Regex RefusedPattern();
}
