using System.Text;
using System.Text.Unicode;

namespace AmiGovernance.Core.Base.Text;

/// <summary>The bytes of one file with its path as the user wrote it. Positions are computed only when asked for.</summary>
public sealed class SourceText(string path, ReadOnlyMemory<byte> bytes)
{
    /// <summary>In bytes.</summary>
    private const int Block = 1024;

    private int[]? lineStarts;
    private int[]? blocks;
    private bool? isUtf8;

    public string Path { get; } = path;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>Stands for a file that does not exist, so that a diagnostic can name it.</summary>
    public static SourceText Missing(string path) => new(path, ReadOnlyMemory<byte>.Empty);

    public static SourceText FromString(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Null where nothing is known of the file but its text.</summary>
    public SourceUpkeep? Upkeep { get; private init; }

    /// <summary>What is known of the file already stays: whoever fetched it knows best how it gets right again.</summary>
    public SourceText KeptBy(SourceUpkeep upkeep) => Upkeep is null ? new(Path, Bytes) { Upkeep = upkeep } : this;

    public bool HasBytes(ReadOnlyMemory<byte> other) => Bytes.Span.SequenceEqual(other.Span);

    public LinePosition GetPosition(int offset)
    {
        offset = Math.Clamp(offset, 0, Bytes.Length);
        var line = FindLine(offset);
        var lineStart = LineStarts[line];
        // A BOM at the start of the file is not a column.
        if (lineStart == 0 && HasByteOrderMark)
            lineStart = Math.Min(3, offset);
        return new LinePosition(line + 1, Characters(lineStart, offset) + 1);
    }

    /// <summary>
    /// The same text as <see cref="GetLine"/> gives, of a long line only the part around a place: a line of many megabytes is not read
    /// for each finding in it.
    /// </summary>
    /// <param name="reach">How many characters before and after the place are wanted at least.</param>
    /// <returns>The text, and how many characters of the line stand before it and after it.</returns>
    public (string Text, int Before, bool HasMore) GetLineAround(int offset, int reach)
    {
        offset = Math.Clamp(offset, 0, Bytes.Length);
        var (start, end) = LineOf(FindLine(offset));
        // A character has four bytes at most.
        var from = Boundary(Math.Max(start, offset - 4 * reach), start);
        var to = Boundary(Math.Min(end, offset + 4 * reach), start);
        return (Encoding.UTF8.GetString(Bytes.Span[from..to]), Characters(start, from), to < end);
    }

    private (int Start, int End) LineOf(int line)
    {
        var start = LineStarts[line];
        var end = line + 1 < LineStarts.Length ? LineStarts[line + 1] : Bytes.Length;
        if (start == 0 && HasByteOrderMark)
            start = 3;
        return (start, start + Bytes.Span[start..end].TrimEnd("\r\n"u8).Length);
    }

    /// <summary>Where a character begins, at the place or shortly before.</summary>
    private int Boundary(int at, int start)
    {
        for (var steps = 0; steps < 3 && at > start && at < Bytes.Length && (Bytes.Span[at] & 0xC0) == 0x80; steps++)
            at--;
        return at;
    }

    /// <summary>In UTF-16 units. Long stretches are added up from blocks that are counted once.</summary>
    private int Characters(int start, int end)
    {
        if (end - start <= 2 * Block || !(isUtf8 ??= Utf8.IsValid(Bytes.Span)))
            return Encoding.UTF8.GetCharCount(Bytes.Span[start..end]);
        blocks ??= CountBlocks();
        return CharactersBefore(end) - CharactersBefore(start);
    }

    private int CharactersBefore(int at) => blocks![at / Block] + Units(Bytes.Span[(at / Block * Block)..at]);

    private int[] CountBlocks()
    {
        var counts = new int[Bytes.Length / Block + 1];
        for (var i = 1; i < counts.Length; i++)
            counts[i] = counts[i - 1] + Units(Bytes.Span.Slice((i - 1) * Block, Block));
        return counts;
    }

    /// <summary>Of UTF-8: each byte that begins a character is a unit, and one that begins a character of four bytes is two.</summary>
    private static int Units(ReadOnlySpan<byte> bytes)
    {
        var units = 0;
        foreach (var unit in bytes)
            units += ((unit & 0xC0) != 0x80 ? 1 : 0) + (unit >= 0xF0 ? 1 : 0);
        return units;
    }

    /// <summary>The text of a 1-based line without its line break; empty when there is no such line.</summary>
    public string GetLine(int line)
    {
        if (line < 1 || line > LineStarts.Length)
            return "";
        var (start, end) = LineOf(line - 1);
        return Encoding.UTF8.GetString(Bytes.Span[start..end]);
    }

    public string GetText(TextSpan span) => Encoding.UTF8.GetString(Bytes.Span.Slice(span.Start, span.Length));

    public bool HasByteOrderMark => Bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);

    private int[] LineStarts => lineStarts ??= ComputeLineStarts();

    private int FindLine(int offset)
    {
        var index = Array.BinarySearch(LineStarts, offset);
        return index >= 0 ? index : ~index - 1;
    }

    private int[] ComputeLineStarts()
    {
        var starts = new List<int> { 0 };
        var span = Bytes.Span;
        for (var at = 0; ; )
        {
            var next = span[at..].IndexOf((byte)'\n');
            if (next < 0)
                return [.. starts];
            at += next + 1;
            starts.Add(at);
        }
    }
}
