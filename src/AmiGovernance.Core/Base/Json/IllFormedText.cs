using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace AmiGovernance.Core.Base.Json;

/// <summary>
/// The first place where JSON text is no Unicode: a byte that is not UTF-8, or the escape of half a surrogate pair (RFC 8259, 8.2).
/// System.Text.Json reads over both, and throws <see cref="InvalidOperationException"/> when such a value is asked for. Readers of outside
/// text catch that only where this finds the reason; whatever else throws it is a bug of ours.
/// </summary>
/// <param name="At">In bytes from the beginning of the text.</param>
/// <param name="Message">One sentence without a period.</param>
public readonly record struct IllFormedText(int At, string Message)
{
    /// <summary>`\uXXXX`.</summary>
    private const int EscapeLength = 6;

    /// <summary>Null when every string of the text can be read.</summary>
    public static IllFormedText? Find(ReadOnlySpan<byte> json)
    {
        var valid = Utf8.IsValid(json) ? json.Length : FirstInvalidByte(json);
        if (HalfPair(json[..valid]) is { } half)
            return half;
        return valid == json.Length ? null : new IllFormedText(valid, $"byte 0x{json[valid]:X2} is not valid UTF-8");
    }

    /// <summary>The same for text that is held as a string.</summary>
    public static IllFormedText? Find(string json) => Find(Encoding.UTF8.GetBytes(json));

    public static int FirstInvalidByte(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
            at += length;
        return at;
    }

    /// <summary>For readers whose callers know text that cannot be read by <see cref="JsonException"/>.</summary>
    public JsonException ToException(InvalidOperationException raised) => new(Message, raised);

    private static IllFormedText? HalfPair(ReadOnlySpan<byte> json)
    {
        for (var at = 0; at < json.Length; )
        {
            var next = json[at..].IndexOf((byte)'\\');
            if (next < 0)
                return null;
            at += next;
            if (Escaped(json[at..]) is not { } unit)
            {
                at += 2;
                continue;
            }
            if (!char.IsSurrogate(unit))
            {
                at += EscapeLength;
                continue;
            }
            var low = Escaped(json[Math.Min(at + EscapeLength, json.Length)..]);
            if (char.IsLowSurrogate(unit) || low is null || !char.IsLowSurrogate(low.Value))
                return new IllFormedText(at, $"`\\u{(int)unit:x4}` is half of a character");
            at += 2 * EscapeLength;
        }
        return null;
    }

    /// <summary>The UTF-16 unit of an escape at the beginning; null for any other text.</summary>
    private static char? Escaped(ReadOnlySpan<byte> text) =>
        text.Length >= EscapeLength
        && text.StartsWith("\\u"u8)
        && ushort.TryParse(
            text[2..EscapeLength],
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var unit
        )
            ? (char)unit
            : null;
}
