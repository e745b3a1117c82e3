using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.HclSyntax;

/// <summary>Reads quoted strings and heredocs (HCL native syntax specification, "Templates").</summary>
internal sealed class HclTemplates(HclScanner scanner, HclExpressions expressions)
{
    private readonly ImmutableArray<HclPart>.Builder parts = ImmutableArray.CreateBuilder<HclPart>();
    private readonly StringBuilder text = new();

    public HclTemplate ReadQuoted(int depth)
    {
        var start = scanner.At++;
        while (scanner.Current != '"')
        {
            if (scanner.AtEnd || scanner.Current == '\n')
                throw new HclSyntaxException(start, "a quoted string is never closed");
            if (scanner.Current == '\\')
                ReadEscape();
            else if (!ReadMarked(depth))
                ReadRun("\"\\\n$%"u8);
        }
        scanner.At++;
        return Build(start);
    }

    private void ReadEscape()
    {
        var at = scanner.At;
        text.Append(scanner.ReadEscape() ?? throw new HclSyntaxException(at, "this escape is not known"));
    }

    /// <summary>At least one unit, up to one of those that mean something.</summary>
    private void ReadRun(ReadOnlySpan<byte> special)
    {
        var length = scanner.Bytes[(scanner.At + 1)..].IndexOfAny(special);
        var end = length < 0 ? scanner.Bytes.Length : scanner.At + 1 + length;
        text.Append(Encoding.UTF8.GetString(scanner.Bytes[scanner.At..end]));
        scanner.At = end;
    }

    /// <summary>An interpolation, a directive, or an escaped mark; false where none begins.</summary>
    private bool ReadMarked(int depth)
    {
        if (scanner.StartsWith("$${"u8) || scanner.StartsWith("%%{"u8))
        {
            text.Append(scanner.StartsWith("$"u8) ? "${" : "%{");
            scanner.At += 3;
            return true;
        }
        if (scanner.StartsWith("${"u8))
        {
            scanner.At += 2;
            ReadInterpolation(depth);
            return true;
        }
        if (!scanner.StartsWith("%{"u8))
            return false;
        scanner.At += 2;
        SkipDirective(depth);
        return true;
    }

    private void ReadInterpolation(int depth)
    {
        if (scanner.Current == '~')
            scanner.At++;
        var expression = expressions.Read(newlines: true, depth + 1);
        scanner.SkipBlanks(newlines: true);
        if (scanner.Current == '~')
            scanner.At++;
        expressions.Expect('}', "`}` of an interpolation");
        Flush();
        parts.Add(new HclPart(null, expression));
    }

    /// <summary>`%{ if c }`, `%{ for k, v in x }`, `%{ else }`, `%{ endif }`, `%{ endfor }`: read for their end only.</summary>
    private void SkipDirective(int depth)
    {
        if (scanner.Current == '~')
            scanner.At++;
        scanner.SkipBlanks(newlines: true);
        var word = scanner.ReadIdentifier();
        if (word == "for")
            scanner.SkipNames();
        if (word is "for" or "if")
            expressions.Read(newlines: true, depth + 1);
        scanner.SkipBlanks(newlines: true);
        if (scanner.Current == '~')
            scanner.At++;
        expressions.Expect('}', "`}` of a template directive");
        Flush();
        parts.Add(new HclPart(null, null));
    }

    public HclTemplate ReadHeredoc(int depth)
    {
        var start = scanner.At;
        scanner.At += 2;
        var isIndented = scanner.Current == '-';
        if (isIndented)
            scanner.At++;
        if (scanner.ReadIdentifier() is not { } marker)
            throw new HclSyntaxException(start, "expected the marker of a heredoc");
        if (scanner.Current == '\r')
            scanner.At++;
        expressions.Expect('\n', "the end of the line after the marker of a heredoc");
        while (!IsEnd(marker))
        {
            ReadLine(depth);
            if (scanner.AtEnd)
                throw new HclSyntaxException(start, $"the heredoc is never closed by `{marker}`");
        }
        return Build(start, isIndented);
    }

    /// <summary>A line that holds the marker alone; it is passed over.</summary>
    private bool IsEnd(string marker)
    {
        var start = scanner.At;
        while (scanner.Current is (byte)' ' or (byte)'\t')
            scanner.At++;
        var isEnd =
            scanner.ReadIdentifier() == marker
            && (scanner.AtEnd || scanner.Current is (byte)'\n' or (byte)'\r' or (byte)' ' or (byte)'\t');
        if (!isEnd)
            scanner.At = start;
        return isEnd;
    }

    private void ReadLine(int depth)
    {
        while (!scanner.AtEnd)
        {
            if (scanner.Current == '\n')
            {
                text.Append('\n');
                scanner.At++;
                return;
            }
            if (!ReadMarked(depth))
                ReadRun("\n$%"u8);
        }
    }

    private void Flush()
    {
        if (text.Length == 0)
            return;
        parts.Add(new HclPart(text.ToString(), null));
        text.Clear();
    }

    private HclTemplate Build(int start, bool isIndented = false)
    {
        Flush();
        var read = isIndented ? Unindented(parts.ToImmutable()) : parts.ToImmutable();
        return new HclTemplate(TextSpan.Between(start, scanner.At), read);
    }

    /// <summary>`&lt;&lt;-` takes the least indentation from each line.</summary>
    private static ImmutableArray<HclPart> Unindented(ImmutableArray<HclPart> parts)
    {
        var least = int.MaxValue;
        var begins = true;
        foreach (var part in parts)
        {
            least = Math.Min(least, Indentation(part, begins));
            begins = part.Text?.EndsWith('\n') == true;
        }
        if (least is 0 or int.MaxValue)
            return parts;
        var result = ImmutableArray.CreateBuilder<HclPart>(parts.Length);
        begins = true;
        foreach (var part in parts)
        {
            result.Add(part.Text is { } run ? part with { Text = Cut(run, least, begins) } : part);
            begins = part.Text?.EndsWith('\n') == true;
        }
        return result.ToImmutable();
    }

    private static int Indentation(HclPart part, bool begins)
    {
        if (part.Text is not { } run)
            return begins ? 0 : int.MaxValue;
        var lines = run.Split('\n');
        var least = int.MaxValue;
        for (var i = begins ? 0 : 1; i < lines.Length; i++)
        {
            var isLast = i == lines.Length - 1;
            if (lines[i].Length > 0 || !isLast)
                least = Math.Min(least, lines[i].Length - lines[i].TrimStart(' ').Length);
        }
        return least;
    }

    private static string Cut(string run, int least, bool begins)
    {
        var lines = run.Split('\n');
        for (var i = begins ? 0 : 1; i < lines.Length; i++)
            lines[i] = lines[i][Math.Min(least, lines[i].Length - lines[i].TrimStart(' ').Length)..];
        return string.Join('\n', lines);
    }
}
