using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>Reads to a limit: a pipe or a file of /proc does not tell how long it is, and may have no end.</summary>
internal static class BoundedRead
{
    private const int FirstBuffer = 64 << 10;

    /// <summary>Null when there is more than the limit.</summary>
    /// <param name="length">The bytes that there are, as far as is known.</param>
    public static byte[]? File(string full, int limit, out long length)
    {
        using var stream = new FileStream(
            full,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            0
        );
        length = stream.CanSeek ? stream.Length : 0;
        if (length > limit)
            return null;
        var bytes = new byte[length > 0 ? (int)length + 1 : FirstBuffer];
        var read = 0;
        while (stream.Read(bytes.AsSpan(read)) is > 0 and var more)
        {
            read += more;
            if (read > limit)
            {
                length = read;
                return null;
            }
            if (read == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(2L * read, limit + 1L));
        }
        length = read;
        Array.Resize(ref bytes, read);
        return bytes;
    }

    /// <summary>All text of standard input. Null with a report (AMI0009) when there is more than the limit.</summary>
    public static string? Text(TextReader input, DiagnosticBag bag)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new char[FirstBuffer];
        while (input.Read(buffer) is > 0 and var more)
        {
            text.Append(buffer, 0, more);
            if (text.Length <= JsonParser.MaxBytes)
                continue;
            ReportTooLarge("standard input", text.Length, bag);
            return null;
        }
        return text.ToString();
    }

    public static void ReportTooLarge(string path, long length, DiagnosticBag bag) =>
        bag.Report(
            JsonDiagnostics.TooLarge,
            SourceLocation.OfFile(SourceText.Missing(path)),
            $"the file has {length} bytes or more; the limit is {JsonParser.MaxBytes}",
            "check that it is the file you mean; data can be split over several files"
        );
}
