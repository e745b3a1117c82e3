using System.Globalization;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.S3;

/// <summary>One range of bytes of an object, both ends included (RFC 9110, "Range Requests").</summary>
internal readonly record struct ByteRange(int From, int To, int Length)
{
    private const string Unit = "bytes=";

    /// <summary>`bytes=2-5`, `bytes=2-` to the end, or `bytes=-5` for the last five.</summary>
    /// <param name="length">Of the object.</param>
    public static ByteRange Parse(string header, int length)
    {
        var parts = header.StartsWith(Unit, StringComparison.Ordinal) ? header[Unit.Length..].Split('-') : [];
        var (first, second) = parts is [var a, var b] ? (Number(a), Number(b)) : (null, null);
        var range = first is { } from
            ? new ByteRange(from, Math.Min(second ?? length - 1, length - 1), length)
            : new ByteRange(Math.Max(0, length - (second ?? 0)), length - 1, length);
        if (range.From > range.To || range.From >= length)
            throw new SandboxException("InvalidRange", "The requested range is not satisfiable", 416);
        return range;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"bytes {From}-{To}/{Length}");

    private static int? Number(string text)
    {
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return isNumber ? number : null;
    }
}
