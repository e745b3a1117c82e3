using System.IO.Compression;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Data as streams and subscriptions carry it: in Base64, mostly packed by gzip (CloudWatch Logs user guide, "Log group-level
/// subscription filters"; Lambda developer guide, "Using Lambda with Kinesis Data Streams").
/// </summary>
/// <param name="Text">What could be read.</param>
/// <param name="Problem">Why it is not all; null when it is.</param>
internal sealed record Packed(byte[] Text, string? Problem)
{
    /// <summary>In bytes; Lambda's events have 6 MB at most, and text unpacks to about ten times.</summary>
    private const int Longest = 64 << 20;

    /// <summary>As gzip data begins, and an object.</summary>
    private const string BeginOfGzip = "H4sI",
        BeginOfObject = "ey";

    /// <summary>Null when the text is none of both.</summary>
    public static Packed? Open(string text)
    {
        var isGzip = text.StartsWith(BeginOfGzip, StringComparison.Ordinal);
        if (!isGzip && !text.StartsWith(BeginOfObject, StringComparison.Ordinal))
            return null;
        var data = string.Concat(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        // A text that is cut has no whole number of quads.
        var quads = data.AsSpan(0, data.Length / 4 * 4);
        var bytes = new byte[quads.Length];
        if (!Convert.TryFromBase64Chars(quads, bytes, out var length))
            return isGzip ? new Packed([], "its Base64 data is damaged") : null;
        return isGzip ? Unpack(bytes.AsMemory(0, length).ToArray()) : new Packed(bytes[..length], null);
    }

    private static Packed Unpack(byte[] bytes)
    {
        using var stream = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        var part = new byte[64 << 10];
        try
        {
            for (var read = stream.Read(part); read > 0 && unpacked.Length < Longest; read = stream.Read(part))
                unpacked.Write(part, 0, read);
        }
        catch (InvalidDataException)
        {
            // GzipCheck tells it too, or the checksum alone is wrong.
            return new Packed(unpacked.ToArray(), "its gzip data is damaged");
        }
        return new Packed(unpacked.ToArray(), Check(bytes, unpacked.Length));
    }

    /// <summary>GZipStream alone reads over a cut.</summary>
    private static string? Check(byte[] bytes, long length)
    {
        var problem = new GzipCheck(new MemoryStream(bytes)).Problem(out var whole);
        if (problem is not null)
            return problem;
        return length < whole ? $"it unpacks to more than {Longest >> 20} MB" : null;
    }
}
