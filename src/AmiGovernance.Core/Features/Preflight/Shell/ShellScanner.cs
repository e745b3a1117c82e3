using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>
/// Takes scripts apart into commands and words. It knows quotes, comments, continued lines, `$( … )` and the older form in backticks;
/// each line of a here-document, `case` patterns and aliases are read as commands like all else, which finds too much rather than too
/// little.
/// </summary>
internal sealed class ShellScanner(ReadOnlyMemory<byte> memory, int start = 0)
{
    private const int MaxDepth = 20;

    private readonly Queue<string> hereDocuments = [];
    private ShellLines? lines;
    private int at = start;
    private bool inBackticks;
    private bool inQuotes;

    /// <summary>It reads a line of a here-document, in which no other begins.</summary>
    private bool isLine;

    /// <summary>In a text for people an apostrophe is none of the shell's quotes.</summary>
    private bool ignoresQuotes;

    /// <summary>Where a quote or an expansion begins that nothing closes: what follows was taken for a part of it. Null for none.</summary>
    public int? Unclosed { get; private set; }

    private ReadOnlySpan<byte> Bytes => memory.Span;

    private bool AtEnd => at >= memory.Length;

    private byte Current => AtEnd ? (byte)0 : Bytes[at];

    private byte Next => at + 1 < memory.Length ? Bytes[at + 1] : (byte)0;

    private bool IsClosing => inBackticks && Current == '`';

    public ImmutableArray<ImmutableArray<ShellWord>> ReadAll() => ReadCommands(isInner: false, 0);

    private ImmutableArray<ImmutableArray<ShellWord>> ReadCommands(bool isInner, int depth)
    {
        var commands = ImmutableArray.CreateBuilder<ImmutableArray<ShellWord>>();
        var words = ImmutableArray.CreateBuilder<ShellWord>();
        while (!AtEnd)
        {
            if (IsClosing || isInner && Current == ')')
                break;
            if (Current == '<' && Next == '<')
                ReadRedirection();
            else if (IsSeparator(Current))
            {
                End(commands, words);
                if (Bytes[at++] == '\n')
                    ReadHereDocuments(commands);
            }
            else if (IsBlank(Current))
                at++;
            else if (Current == '\\' && Next is (byte)'\n' or (byte)'\r')
                at += Next == '\r' ? 3 : 2;
            else if (Current == '#')
                SkipLine();
            else
                words.Add(ReadWord(depth));
        }
        End(commands, words);
        return commands.ToImmutable();
    }

    private static void End(
        ImmutableArray<ImmutableArray<ShellWord>>.Builder commands,
        ImmutableArray<ShellWord>.Builder words
    )
    {
        if (words.Count > 0)
            commands.Add(words.ToImmutable());
        words.Clear();
    }

    private static bool IsSeparator(byte unit) =>
        unit is (byte)'\n' or (byte)';' or (byte)'|' or (byte)'&' or (byte)'(' or (byte)')' or (byte)'<' or (byte)'>';

    private static bool IsBlank(byte unit) => unit is (byte)' ' or (byte)'\t' or (byte)'\r';

    private void SkipLine()
    {
        var length = Bytes[at..].IndexOf((byte)'\n');
        at = length < 0 ? memory.Length : at + length;
    }

    /// <summary>
    /// `&lt;&lt;WORD` and `&lt;&lt;-WORD` (POSIX, Shell Command Language, 2.7.4): the lines after this one, up to the word. A line of text
    /// that is never closed by it, such as a shift in arithmetic, is none. `&lt;&lt;&lt;` is a word of its own.
    /// </summary>
    private void ReadRedirection()
    {
        at += 2;
        if (Current == '<')
        {
            at++;
            return;
        }
        if (Current == '-')
            at++;
        while (Current is (byte)' ' or (byte)'\t')
            at++;
        var from = at;
        while (!AtEnd && !IsSeparator(Current) && !IsBlank(Current))
            at++;
        var word = Encoding.UTF8.GetString(Bytes[from..at]);
        var marker = string.Concat(word.Where(c => c is not ('\'' or '"' or '\\')));
        if (marker.Length > 0)
            hereDocuments.Enqueue(marker);
    }

    private void ReadHereDocuments(ImmutableArray<ImmutableArray<ShellWord>>.Builder commands)
    {
        while (!isLine && hereDocuments.TryDequeue(out var marker))
        {
            lines ??= new ShellLines(memory);
            if (lines.Find(marker, at) is not { } end)
                continue;
            while (at < end)
                commands.AddRange(ReadLine(lines, end));
            at = lines.Next(end);
        }
    }

    /// <summary>With those that continue it. What its quotes leave open ends with it.</summary>
    private ImmutableArray<ImmutableArray<ShellWord>> ReadLine(ShellLines all, int end)
    {
        var from = at;
        do at = Math.Min(all.Next(at), end);
        while (at < end && Bytes[from..at].TrimEnd("\r\n"u8).EndsWith("\\"u8));
        var line = new ShellScanner(memory[..at], from) { isLine = true };
        var commands = line.ReadAll();
        if (line.Unclosed is null)
            return commands;
        var text = new ShellScanner(memory[..at], from) { isLine = true, ignoresQuotes = true };
        return commands.AddRange(text.ReadAll());
    }

    private sealed class WordBuilder
    {
        public StringBuilder Text { get; } = new();

        public bool IsPlain { get; set; } = true;

        public ImmutableArray<ImmutableArray<ShellWord>>.Builder Inner { get; } =
            ImmutableArray.CreateBuilder<ImmutableArray<ShellWord>>();
    }

    private ShellWord ReadWord(int depth)
    {
        var begin = at;
        var word = new WordBuilder();
        while (!AtEnd && !IsClosing && !IsSeparator(Current) && !IsBlank(Current))
            ReadPart(word, depth);
        return new ShellWord(TextSpan.Between(begin, at), word.Text.ToString())
        {
            IsPlain = word.IsPlain,
            Inner = word.Inner.ToImmutable(),
        };
    }

    private void ReadPart(WordBuilder word, int depth)
    {
        switch (Current)
        {
            case (byte)'\'' or (byte)'"' when ignoresQuotes:
                at++;
                break;
            case (byte)'\'':
                ReadVerbatim(word);
                break;
            case (byte)'"':
                ReadQuotes(word, depth);
                break;
            case (byte)'\\':
                at++;
                if (Current == '\n')
                    at++;
                else
                    Take(word, 1);
                break;
            case (byte)'$' when Next == '\'' && !ignoresQuotes:
                ReadEscaped(word);
                break;
            case (byte)'$' or (byte)'`':
                ReadExpansion(word, depth);
                break;
            default:
                Take(word, Run("'\"\\$` \t\r\n;|&()<>"u8));
                break;
        }
    }

    private void ReadVerbatim(WordBuilder word)
    {
        var begin = at++;
        Take(word, Bytes[at..].IndexOf((byte)'\''));
        Close(begin, '\'');
    }

    private void ReadQuotes(WordBuilder word, int depth)
    {
        var begin = at++;
        var outer = inQuotes;
        inQuotes = true;
        while (!AtEnd && !IsClosing && Current != '"')
            ReadQuoted(word, depth);
        inQuotes = outer;
        if (!IsClosing)
            Close(begin, '"');
    }

    /// <summary>`$'…'`, in which a quote may be escaped (POSIX.1-2024, Shell Command Language, 2.2.4).</summary>
    private void ReadEscaped(WordBuilder word)
    {
        var begin = at;
        at += 2;
        while (!AtEnd && Current != '\'')
            if (Current == '\\')
            {
                at++;
                Take(word, 1);
            }
            else
                Take(word, Run("'\\"u8));
        Close(begin, '\'');
    }

    private void Close(int begin, char mark)
    {
        if (Current == mark)
            at++;
        else
            Unclosed ??= begin;
    }

    private void ReadQuoted(WordBuilder word, int depth)
    {
        if (Current is (byte)'$' or (byte)'`')
            ReadExpansion(word, depth);
        else if (Current == '\\')
        {
            at++;
            Take(word, 1);
        }
        else
            Take(word, Run("\"\\$`"u8));
    }

    /// <summary>At least one unit, up to one of those that mean something.</summary>
    private int Run(ReadOnlySpan<byte> special)
    {
        var length = Bytes[(at + 1)..].IndexOfAny(special);
        return length < 0 ? memory.Length - at : length + 1;
    }

    /// <param name="length">Negative for all that is left.</param>
    private void Take(WordBuilder word, int length)
    {
        var end = length < 0 ? memory.Length : Math.Min(at + length, memory.Length);
        word.Text.Append(Encoding.UTF8.GetString(Bytes[at..end]));
        at = end;
    }

    private void ReadExpansion(WordBuilder word, int depth)
    {
        word.IsPlain = false;
        if (Current == '$' && Next == '(' && depth < MaxDepth)
        {
            at += 2;
            word.Inner.AddRange(ReadInner(isInner: true, depth + 1));
            at = Math.Min(at + 1, memory.Length);
            word.Text.Append("$()");
        }
        else if (Current == '`' && !inBackticks && depth < MaxDepth)
        {
            at++;
            inBackticks = true;
            word.Inner.AddRange(ReadInner(isInner: false, depth + 1));
            inBackticks = false;
            at = Math.Min(at + 1, memory.Length);
            word.Text.Append("$()");
        }
        else if (Current == '$' && Next == '{')
            ReadBraces(word, depth);
        else
            Take(word, 1);
    }

    /// <summary>A command begins anew, also within quotes.</summary>
    private ImmutableArray<ImmutableArray<ShellWord>> ReadInner(bool isInner, int depth)
    {
        var outer = inQuotes;
        inQuotes = false;
        var commands = ReadCommands(isInner, depth);
        inQuotes = outer;
        return commands;
    }

    /// <summary>`${NAME:-default}`: the default may be a command, whose braces and quotes are its own.</summary>
    private void ReadBraces(WordBuilder word, int depth)
    {
        var begin = at;
        var within = new WordBuilder();
        at += 2;
        while (!AtEnd && !IsClosing && Current != '}')
            if (Current is (byte)'$' or (byte)'`' && depth < MaxDepth)
                ReadExpansion(within, depth + 1);
            else if (Current == '"' && !ignoresQuotes && depth < MaxDepth)
                ReadQuotes(within, depth + 1);
            else if (Current == '\'' && !inQuotes && !ignoresQuotes)
                ReadVerbatim(within);
            else
                at += Current == '\\' ? 2 : 1;
        at = Math.Min(at, memory.Length);
        if (!IsClosing)
            Close(begin, '}');
        word.Inner.AddRange(within.Inner);
        word.Text.Append(Encoding.UTF8.GetString(Bytes[begin..at]));
    }
}
