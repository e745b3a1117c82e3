using System.IO.Compression;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>
/// Data as streams and subscriptions carry it: in Base64, mostly packed by gzip (CloudWatch Logs user guide, "Log group-level
/// subscription filters"; Lambda developer guide, "Using Lambda with Kinesis Data Streams").
/// </summary>
internal static class Packed
{
    /// <summary>In bytes; Lambda's events have 6 MB at most, and text unpacks to about ten times.</summary>
    private const int Longest = 64 << 20;

    /// <summary>Null when the text is none of both.</summary>
    public static byte[]? Open(string text)
    {
        if (!text.StartsWith("H4sI", StringComparison.Ordinal) && !text.StartsWith("ey", StringComparison.Ordinal))
            return null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
            return null;
        return bytes is [0x1F, 0x8B, ..] ? Unpack(bytes.AsMemory(0, length)) : bytes[..length];
    }

    private static byte[]? Unpack(ReadOnlyMemory<byte> bytes)
    {
        using var stream = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        var part = new byte[64 << 10];
        try
        {
            for (var read = stream.Read(part); read > 0 && unpacked.Length < Longest; read = stream.Read(part))
                unpacked.Write(part, 0, read);
            return unpacked.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
