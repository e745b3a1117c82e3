using System.Text;
using System.Text.Json;

namespace AmiGovernance.Tests.Support;

/// <summary>Damages a text in the ways in which files get damaged, and in those that somebody thinks up. The same seed does the same.</summary>
internal static class Damage
{
    private delegate byte[] Way(byte[] text, List<Token> tokens, Random random);

    private readonly record struct Token(int Start, int Length, JsonTokenType Type)
    {
        public int End => Start + Length;
    }

    /// <summary>Not UTF-8: a byte that never occurs, an overlong form, half of a pair, a cut sequence, a code point that is none.</summary>
    private static readonly byte[][] NoUtf8 =
    [
        [0xFF],
        [0xC0, 0xAF],
        [0xED, 0xA0, 0x80],
        [0xE2, 0x82],
        [0xF4, 0x90, 0x80, 0x80],
        [0x80],
    ];

    /// <summary>Not UTF-16.</summary>
    private static readonly string[] Halves =
    [
        "\\ud800",
        "\\udfff",
        "\\udc00\\ud800",
        "\\ud83dx",
        "\\ud8",
        "\\ud800\\u0041",
    ];

    private static readonly string[] OtherValues =
    [
        "null",
        "true",
        "0",
        "-1",
        "1e999",
        "99999999999999999999999999",
        "1.5",
        "9223372036854775807",
        "\"\"",
        "\"x\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "{\"a\":null}",
        "\"9999-99-99\"",
        "\"0001-01-01T00:00:00Z\"",
    ];

    private static readonly Way[] Ways =
    [
        (text, tokens, random) => IntoString(text, tokens, random, NoUtf8[random.Next(NoUtf8.Length)]),
        (text, tokens, random) =>
            IntoString(text, tokens, random, Encoding.ASCII.GetBytes(Halves[random.Next(Halves.Length)])),
        (text, tokens, random) => OtherValue(text, tokens, random, OtherValues[random.Next(OtherValues.Length)]),
        (text, tokens, random) =>
            OtherValue(text, tokens, random, Nested(random.Next(2) == 0 ? "[" : "{\"a\":", random.Next(1, 2000))),
        (text, tokens, random) => Twice(text, tokens, random),
        (text, _, random) => text[..random.Next(text.Length)],
        (text, _, random) => FlipBits(text, random),
        (text, _, random) => Without(text, random),
    ];

    /// <summary>Most ways are for JSON; what is no JSON is damaged in the others.</summary>
    public static byte[] Of(byte[] text, int seed)
    {
        var random = new Random(seed);
        var tokens = Tokens(text);
        var damaged = text;
        for (var times = random.Next(1, 3); times > 0 && damaged.Length > 0; times--)
            damaged = Ways[random.Next(Ways.Length)](damaged, damaged == text ? tokens : Tokens(damaged), random);
        return damaged;
    }

    public static byte[] FlipBits(byte[] text, Random random)
    {
        var flipped = text.ToArray();
        for (var bits = random.Next(1, 5); bits > 0; bits--)
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private static List<Token> Tokens(byte[] text)
    {
        var tokens = new List<Token>();
        var options = new JsonReaderOptions { AllowMultipleValues = true };
        var reader = new Utf8JsonReader(text, options);
        try
        {
            while (reader.Read())
                if (reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
                    tokens.Add(
                        new Token(
                            (int)reader.TokenStartIndex,
                            (int)reader.BytesConsumed - (int)reader.TokenStartIndex,
                            reader.TokenType
                        )
                    );
        }
        catch (JsonException)
        {
            // What was read so far can be damaged.
        }
        return tokens;
    }

    private static byte[] IntoString(byte[] text, List<Token> tokens, Random random, byte[] inserted)
    {
        var strings = tokens.FindAll(t =>
            t.Type is JsonTokenType.String or JsonTokenType.PropertyName && text[t.Start] == '"'
        );
        var at = strings.Count == 0 ? random.Next(text.Length) : strings[random.Next(strings.Count)].Start + 1;
        return [.. text[..at], .. inserted, .. text[at..]];
    }

    private static byte[] OtherValue(byte[] text, List<Token> tokens, Random random, string value)
    {
        var values = tokens.FindAll(t =>
            t.Type is not (JsonTokenType.PropertyName or JsonTokenType.StartArray or JsonTokenType.StartObject)
        );
        if (values.Count == 0)
            return Without(text, random);
        var old = values[random.Next(values.Count)];
        return [.. text[..old.Start], .. Encoding.UTF8.GetBytes(value), .. text[old.End..]];
    }

    private static string Nested(string open, int depth) =>
        string.Concat(Enumerable.Repeat(open, depth))
        + "1"
        + string.Concat(Enumerable.Repeat(open == "[" ? "]" : "}", depth));

    /// <summary>A key, or an item of a list, stands twice.</summary>
    private static byte[] Twice(byte[] text, List<Token> tokens, Random random)
    {
        var names = Enumerable
            .Range(0, Math.Max(0, tokens.Count - 1))
            .Where(i => tokens[i].Type == JsonTokenType.PropertyName && tokens[i + 1].Type == JsonTokenType.String)
            .ToList();
        if (names.Count == 0)
            return Without(text, random);
        var name = names[random.Next(names.Count)];
        var (from, to) = (tokens[name].Start, tokens[name + 1].End);
        return [.. text[..to], (byte)',', .. text[from..to], .. text[to..]];
    }

    private static byte[] Without(byte[] text, Random random)
    {
        var from = random.Next(text.Length);
        var to = Math.Min(text.Length, from + random.Next(1, 40));
        return [.. text[..from], .. text[to..]];
    }
}
