using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.HclSyntax;

/// <summary>Reads words and blanks of HCL (HCL native syntax specification, "Lexical elements").</summary>
internal sealed class HclScanner(SourceText source)
{
    private readonly ReadOnlyMemory<byte> bytes = source.Bytes;

    public int At { get; set; } = source.HasByteOrderMark ? 3 : 0;

    public ReadOnlySpan<byte> Bytes => bytes.Span;

    public bool AtEnd => At >= bytes.Length;

    /// <summary>Zero at the end.</summary>
    public byte Current => AtEnd ? (byte)0 : Bytes[At];

    public byte Peek(int ahead) => At + ahead < bytes.Length ? Bytes[At + ahead] : (byte)0;

    public bool StartsWith(ReadOnlySpan<byte> text) => Bytes[Math.Min(At, bytes.Length)..].StartsWith(text);

    /// <summary>Passes over blanks and comments.</summary>
    /// <param name="newlines">Whether ends of lines are blanks here.</param>
    public void SkipBlanks(bool newlines)
    {
        while (!AtEnd)
        {
            var current = Current;
            if (current is (byte)' ' or (byte)'\t' or (byte)'\r' || newlines && current == '\n')
                At++;
            else if (current == '#' || StartsWith("//"u8))
                SkipTo("\n"u8);
            else if (StartsWith("/*"u8))
            {
                At += 2;
                SkipTo("*/"u8);
                At = Math.Min(At + 2, bytes.Length);
            }
            else
                return;
        }
    }

    private void SkipTo(ReadOnlySpan<byte> end)
    {
        var length = Bytes[At..].IndexOf(end);
        At = length < 0 ? bytes.Length : At + length;
    }

    /// <summary>Null where no identifier begins. Letters beyond ASCII count as letters.</summary>
    public string? ReadIdentifier()
    {
        var start = At;
        if (!IsLetter(Current))
            return null;
        while (IsLetter(Current) || Current is >= (byte)'0' and <= (byte)'9' or (byte)'-')
            At++;
        return Encoding.UTF8.GetString(Bytes[start..At]);
    }

    /// <summary>Passes over the names of a `for`, and its `in`.</summary>
    public void SkipNames()
    {
        while (true)
        {
            SkipBlanks(newlines: true);
            var name = ReadIdentifier();
            if (name == "in")
                return;
            if (name is null && Current != ',')
                throw new HclSyntaxException(At, "expected `in` of a `for`");
            if (name is null)
                At++;
        }
    }

    private static bool IsLetter(byte unit) =>
        unit is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)'_' or >= 0x80;

    public string ReadDigits()
    {
        var start = At;
        while (Current is >= (byte)'0' and <= (byte)'9')
            At++;
        return Encoding.ASCII.GetString(Bytes[start..At]);
    }

    /// <summary>A number with its fraction and exponent.</summary>
    public string ReadNumber()
    {
        var start = At;
        ReadDigits();
        if (Current == '.' && Peek(1) is >= (byte)'0' and <= (byte)'9')
        {
            At++;
            ReadDigits();
        }
        var sign = Peek(1) is (byte)'+' or (byte)'-' ? 2 : 1;
        if (Current is (byte)'e' or (byte)'E' && Peek(sign) is >= (byte)'0' and <= (byte)'9')
        {
            At += sign;
            ReadDigits();
        }
        return Encoding.ASCII.GetString(Bytes[start..At]);
    }

    /// <summary>What a backslash in a quoted template stands for; null for what HCL does not know.</summary>
    public string? ReadEscape()
    {
        At++;
        var escape = Current;
        At++;
        return escape switch
        {
            (byte)'n' => "\n",
            (byte)'r' => "\r",
            (byte)'t' => "\t",
            (byte)'"' => "\"",
            (byte)'\\' => "\\",
            (byte)'u' => ReadCode(4),
            (byte)'U' => ReadCode(8),
            _ => null,
        };
    }

    private string? ReadCode(int digits)
    {
        if (At + digits > bytes.Length)
            return null;
        var text = Encoding.ASCII.GetString(Bytes.Slice(At, digits));
        At += digits;
        if (!int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return null;
        return Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD";
    }
}
