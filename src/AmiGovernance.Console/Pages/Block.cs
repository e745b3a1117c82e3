using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Console.Pages;

/// <summary>A part of a section.</summary>
public abstract record Block;

public sealed record Paragraph(Cell Text) : Block;

/// <summary>A list of sentences.</summary>
public sealed record Points(ImmutableArray<Cell> Items) : Block;

/// <summary>Names with their values.</summary>
public sealed record Facts(ImmutableArray<Fact> Items) : Block;

public sealed record Fact(string Name, Cell Value);

/// <summary>Nothing is there: says so, and what to do.</summary>
public sealed record Nothing(Cell Text) : Block;

/// <summary>Text with its spaces and lines, such as a policy or a difference of files.</summary>
public sealed record Preformatted(string Text, string Label) : Block;

/// <summary>A command line that the reader may copy.</summary>
public sealed record CommandText(string Text) : Block;

/// <summary>Something is being read: says how far it is, and goes on to a page when it is done.</summary>
/// <param name="Text">How far it is now.</param>
/// <param name="Then">The page.</param>
public sealed record Progress(string Text, string Then) : Block
{
    /// <summary>Where it is told how far it is, as server-sent events.</summary>
    public string Source { get; init; } = "/progress";
}

/// <summary>A drawing; what it says stands in a table, too.</summary>
/// <param name="Svg">Escaped by whoever drew it (`Charts`).</param>
public sealed record Drawing(Escaped<HtmlFormat> Svg, string Caption) : Block
{
    /// <summary>What the colours mean; empty where there is one.</summary>
    public ImmutableArray<Legend> Legends { get; init; } = [];
}

/// <param name="Kind">A class of the style sheet.</param>
public sealed record Legend(string Kind, string Text);

public sealed record Table(ImmutableArray<Column> Columns, ImmutableArray<ImmutableArray<Cell>> Rows) : Block
{
    /// <summary>What it lists, for those who do not see the heading above it.</summary>
    public required string Caption { get; init; }

    /// <summary>With the columns of these titles first: what is decided by is seen before what is scrolled to.</summary>
    public Table Led(params string[] titles)
    {
        var order = Columns
            .Select((column, i) => (At: Array.IndexOf(titles, column.Title), Index: i))
            .OrderBy(c => c.At < 0 ? titles.Length : c.At)
            .Select(c => c.Index)
            .ToList();
        return this with
        {
            Columns = [.. order.Select(i => Columns[i])],
            Rows = [.. Rows.Select(row => order.Select(i => row[i]).ToImmutableArray())],
        };
    }

    /// <summary>How many rows were left out, and where they are; null when all are here.</summary>
    public string? LeftOut { get; init; }

    /// <summary>Null when all rows are shown at once.</summary>
    internal Pager? Pager { get; init; }
}

public sealed record Column(string Title, ColumnKind Kind = ColumnKind.Text);

public enum ColumnKind
{
    Text,

    /// <summary>Words that stay on one line.</summary>
    Short,

    /// <summary>Right-aligned, sorted by value.</summary>
    Number,

    /// <summary>Ids, ARNs, days: one width a character, not broken.</summary>
    Code,
}

/// <summary>Parts with parts, such as an organization.</summary>
public sealed record Tree(ImmutableArray<TreeNode> Roots, string Caption) : Block;

/// <param name="Detail">Such as how many accounts are in it.</param>
public sealed record TreeNode(string Name, Cell State, string Detail, ImmutableArray<TreeNode> Children);
