using System.Text;

namespace AmiGovernance.Core.Base.Text;

/// <summary>The bytes of one file with its path as the user wrote it. Positions are computed only when asked for.</summary>
public sealed class SourceText(string path, ReadOnlyMemory<byte> bytes)
{
    private int[]? lineStarts;

    public string Path { get; } = path;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>Stands for a file that does not exist, so that a diagnostic can name it.</summary>
    public static SourceText Missing(string path) => new(path, ReadOnlyMemory<byte>.Empty);

    public static SourceText FromString(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    public LinePosition GetPosition(int offset)
    {
        offset = Math.Clamp(offset, 0, Bytes.Length);
        var line = FindLine(offset);
        var lineStart = LineStarts[line];
        // A BOM at the start of the file is not a column.
        if (lineStart == 0 && HasByteOrderMark)
            lineStart = Math.Min(3, offset);
        return new LinePosition(line + 1, Encoding.UTF8.GetCharCount(Bytes.Span[lineStart..offset]) + 1);
    }

    /// <summary>The text of a 1-based line without its line break; empty when there is no such line.</summary>
    public string GetLine(int line)
    {
        if (line < 1 || line > LineStarts.Length)
            return "";
        var start = LineStarts[line - 1];
        var end = line < LineStarts.Length ? LineStarts[line] : Bytes.Length;
        if (start == 0 && HasByteOrderMark)
            start = 3;
        return Encoding.UTF8.GetString(Bytes.Span[start..end].TrimEnd("\r\n"u8));
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
