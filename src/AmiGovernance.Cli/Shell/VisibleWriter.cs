using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Shell;

/// <summary>
/// The last door before a terminal: whatever a command writes, no control character, invisible or direction-changing character passes. It
/// is written as `\uXXXX`, which keeps JSON what it is. Views make values visible before, for only they know where one ends.
/// A terminal's lines are folded to its width.
/// </summary>
internal sealed class VisibleWriter : TextWriter
{
    private readonly TextWriter inner;
    private readonly Func<bool> paints;
    private readonly Func<int?> width;

    /// <summary>Whether it writes lines for people, and no document.</summary>
    private readonly bool isProse;
    private readonly Lock gate = new();

    /// <summary>The begun line of a terminal, which is folded when its end has come.</summary>
    private readonly StringBuilder begun = new();

    private VisibleWriter(TextWriter inner, Func<bool> paints, Func<int?> width, bool isProse)
    {
        (this.inner, this.paints, this.width, this.isProse) = (inner, paints, width, isProse);
        CoreNewLine = ['\n'];
    }

    /// <param name="paints">Whether our own colours pass.</param>
    /// <param name="width">In columns, of the terminal; null where lines stay as long as they are.</param>
    public static VisibleWriter Over(TextWriter writer, Func<bool> paints, Func<int?> width) =>
        writer as VisibleWriter ?? new VisibleWriter(writer, paints, width, isProse: true);

    /// <summary>For documents that programs read or people copy: no line is folded.</summary>
    public VisibleWriter Unfolded => field ??= new VisibleWriter(inner, paints, () => null, isProse: false);

    /// <summary>What is written to in the end.</summary>
    public TextWriter Inner => inner;

    public override Encoding Encoding => inner.Encoding;

    /// <summary>Goes back to the start of a terminal's line.</summary>
    public static void ReturnTo(TextWriter writer)
    {
        if (writer is VisibleWriter visible)
            visible.WriteBegun("\r");
    }

    public override void Write(char value) => Put([value]);

    public override void Write(string? value) => Put(value);

    public override void Write(char[] buffer, int index, int count) => Put(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Put(buffer);

    public override void WriteLine() => Put("\n");

    /// <summary>In one call: a line is not torn.</summary>
    public override void WriteLine(string? value) => Put($"{value}\n");

    public override void Flush()
    {
        WriteBegun("");
        inner.Flush();
    }

    private void WriteBegun(string behind)
    {
        lock (gate)
        {
            inner.Write($"{begun}{behind}");
            begun.Clear();
        }
    }

    private void Put(ReadOnlySpan<char> text)
    {
        var visible = Visible(text);
        var isPainted = isProse && paints();
        var columns = width();
        if (columns is null && !isPainted)
        {
            inner.Write(visible);
            return;
        }
        lock (gate)
        {
            var lines = begun.Append(visible).ToString().Split('\n');
            begun.Clear().Append(lines[^1]);
            inner.Write(string.Concat(lines[..^1].Select(l => $"{Line(l, columns, isPainted)}\n")));
        }
    }

    private static string Line(string line, int? columns, bool isPainted)
    {
        var painted = isPainted ? MarkColors.In(line) : line;
        return columns is { } width ? FoldedLine.Of(painted, width) : painted;
    }

    private string Visible(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            var plain = Plain(text);
            result.Append(text[..plain]);
            text = text[plain..];
            if (text.IsEmpty)
                break;
            if (Color(text) is { Length: > 0 } color && paints())
            {
                result.Append(color);
                text = text[color.Length..];
                continue;
            }
            // Half of a pair may have its other half in the next call.
            Rune.DecodeFromUtf16(text, out var rune, out var length);
            if (Sanitize.IsUnsafe(rune))
                AppendEscape(result, text[..length]);
            else
                result.Append(text[..length]);
            text = text[length..];
        }
        return result.ToString();
    }

    private static int Plain(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && text[at] is (>= ' ' and <= '~') or '\n' or '\t')
            at++;
        return at;
    }

    private static void AppendEscape(StringBuilder result, ReadOnlySpan<char> units)
    {
        foreach (var unit in units)
            result.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
    }

    /// <summary>The colour that the text begins with; empty when it is none of ours.</summary>
    private static string Color(ReadOnlySpan<char> text)
    {
        foreach (var color in Colors.All)
            if (text.StartsWith(color, StringComparison.Ordinal))
                return color;
        return "";
    }
}
