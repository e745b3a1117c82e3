using System.Collections.Immutable;
using System.Globalization;

namespace AmiGovernance.Console.Pages;

/// <summary>Long lists: a file holds their beginning, the console a window that can be moved and searched.</summary>
internal static class Lists
{
    /// <summary>As many rows as a browser searches and sorts without waiting, and a file of some MB holds.</summary>
    private const int MostInFile = 5_000;

    private const int Window = 200;

    public static Page Cut(this Page page) => page.EachTable((table, _) => Cut(table));

    private static Table Cut(Table table)
    {
        var more = table.Rows.Length - MostInFile;
        return more <= 0
            ? table
            : table with
            {
                Rows = table.Rows[..MostInFile],
                LeftOut =
                    $"{Number(more)} more are left out here, of {Number(table.Rows.Length)} in all; `--output json` has them",
            };
    }

    public static Page Windowed(this Page page, PageRequest request) =>
        page.EachTable((table, index) => table.Rows.Length <= Window ? table : Windowed(table, request, index));

    private static Table Windowed(Table table, PageRequest request, int index)
    {
        var name = index.ToString(CultureInfo.InvariantCulture);
        var words = request.Value($"q{name}").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = words.Length == 0 ? table.Rows : [.. table.Rows.Where(row => HasAll(row, words))];
        var last = Math.Max(1, (found.Length + Window - 1) / Window);
        var at = int.TryParse(request.Value($"p{name}"), CultureInfo.InvariantCulture, out var asked)
            ? Math.Clamp(asked, 1, last)
            : 1;
        return table with
        {
            Rows = [.. found.Skip((at - 1) * Window).Take(Window)],
            Pager = new Pager(request.Path, name, string.Join(' ', words), at, last, found.Length, table.Rows.Length)
            {
                Others =
                [
                    .. request.Values.Where(v => IsOfAnother(v.Key, name)).OrderBy(v => v.Key, StringComparer.Ordinal),
                ],
            },
        };
    }

    /// <summary>What another list of the page is searched for, and where it stands.</summary>
    private static bool IsOfAnother(string key, string name) =>
        key.Length > 1 && key[0] is 'q' or 'p' && key[1..].All(char.IsAsciiDigit) && key[1..] != name;

    private static bool HasAll(ImmutableArray<Cell> row, string[] words) =>
        words.All(word => row.Any(cell => cell.Text.Contains(word, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Forms that change something are told that this server made them.</summary>
    public static Page Proven(this Page page, string proof) =>
        page.Each(block => block is Form { Changes: true } form ? form with { Proof = proof } : block);

    private static Page EachTable(this Page page, Func<Table, int, Table> change)
    {
        var index = 0;
        return page.Each(block => block is Table table ? change(table, ++index) : block);
    }

    private static string Number(int value) => Cell.Of(value).Text;
}

/// <summary>A window of a long list.</summary>
/// <param name="Path">Of the page.</param>
/// <param name="Name">Tells the lists of a page apart.</param>
/// <param name="Words">What is searched for; empty for all.</param>
/// <param name="At">From 1.</param>
internal sealed record Pager(string Path, string Name, string Words, int At, int Last, int Found, int All)
{
    /// <summary>Of the other lists of the page, which stay as they are.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Others { get; init; } = [];

    public string To(int page) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path}?q{Name}={Uri.EscapeDataString(Words)}&p{Name}={page}")
        + string.Concat(Others.Select(o => $"&{o.Key}={Uri.EscapeDataString(o.Value)}"));
}
