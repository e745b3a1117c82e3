using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>
/// Takes scripts apart into commands and words. It knows quotes, comments, continued lines, `$( … )` and the older form in backticks;
/// here-documents, `case` patterns and aliases are read as commands like all else, which finds too much rather than too little.
/// </summary>
internal sealed class ShellScanner(ReadOnlyMemory<byte> memory)
{
    private const int MaxDepth = 20;

    private int at;
    private bool inBackticks;

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
            if (IsSeparator(Current))
            {
                End(commands, words);
                at++;
            }
            else if (Current is (byte)' ' or (byte)'\t' or (byte)'\r')
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

    private void SkipLine()
    {
        var length = Bytes[at..].IndexOf((byte)'\n');
        at = length < 0 ? memory.Length : at + length;
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
        var start = at;
        var word = new WordBuilder();
        while (!AtEnd && !IsClosing && !IsSeparator(Current) && Current is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
            ReadPart(word, depth);
        return new ShellWord(TextSpan.Between(start, at), word.Text.ToString())
        {
            IsPlain = word.IsPlain,
            Inner = word.Inner.ToImmutable(),
        };
    }

    private void ReadPart(WordBuilder word, int depth)
    {
        switch (Current)
        {
            case (byte)'\'':
                at++;
                Take(word, Bytes[at..].IndexOf((byte)'\''));
                at = Math.Min(at + 1, memory.Length);
                break;
            case (byte)'"':
                at++;
                while (!AtEnd && !IsClosing && Current != '"')
                    ReadQuoted(word, depth);
                if (Current == '"')
                    at++;
                break;
            case (byte)'\\':
                at++;
                if (Current == '\n')
                    at++;
                else
                    Take(word, 1);
                break;
            case (byte)'$' or (byte)'`':
                ReadExpansion(word, depth);
                break;
            default:
                Take(word, Run("'\"\\$` \t\r\n;|&()<>"u8));
                break;
        }
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
            word.Inner.AddRange(ReadCommands(isInner: true, depth + 1));
            at = Math.Min(at + 1, memory.Length);
            word.Text.Append("$()");
        }
        else if (Current == '`' && !inBackticks && depth < MaxDepth)
        {
            at++;
            inBackticks = true;
            word.Inner.AddRange(ReadCommands(isInner: false, depth + 1));
            inBackticks = false;
            at = Math.Min(at + 1, memory.Length);
            word.Text.Append("$()");
        }
        else if (Current == '$' && Next == '{')
        {
            var length = Bytes[at..].IndexOf((byte)'}');
            Take(word, length < 0 ? -1 : length + 1);
        }
        else
            Take(word, 1);
    }
}
