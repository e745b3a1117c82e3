using System.Text.Unicode;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Json;

/// <summary>JSON is UTF-8 without byte order mark (RFC 8259, 8.1), and here no larger than what we hold in memory.</summary>
internal static class JsonEncoding
{
    /// <summary>False with a report when the text cannot be read as JSON at all.</summary>
    public static bool Check(SourceText source, DiagnosticBag bag)
    {
        var bytes = source.Bytes.Span;
        if (bytes.Length > JsonParser.MaxBytes)
        {
            bag.Report(
                JsonDiagnostics.TooLarge,
                SourceLocation.OfFile(source),
                $"the file has {bytes.Length} bytes; the limit is {JsonParser.MaxBytes}"
            );
            return false;
        }
        if (IsUtf16(bytes))
        {
            bag.Report(
                JsonDiagnostics.NotUtf8,
                SourceLocation.OfFile(source),
                "the file is UTF-16",
                "save it as UTF-8 without byte order mark"
            );
            return false;
        }
        if (source.HasByteOrderMark)
            ReportByteOrderMark(source, bag);
        if (Utf8.IsValid(bytes))
            return true;
        ReportInvalid(source, bag);
        return false;
    }

    private static bool IsUtf16(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);

    private static void ReportByteOrderMark(SourceText source, DiagnosticBag bag)
    {
        var mark = new TextSpan(0, 3);
        bag.Report(
            JsonDiagnostics.ByteOrderMark,
            new SourceLocation(source, mark),
            "the file starts with a UTF-8 byte order mark",
            "`jq` and the AWS CLI may refuse it; save the file as UTF-8 without byte order mark",
            new TextFix("remove the byte order mark", mark, "")
        );
    }

    private static void ReportInvalid(SourceText source, DiagnosticBag bag)
    {
        var bytes = source.Bytes.Span;
        var at = IllFormedText.FirstInvalidByte(bytes);
        bag.Report(
            JsonDiagnostics.NotUtf8,
            new SourceLocation(source, new TextSpan(at, 1)),
            $"byte 0x{bytes[at]:X2} is not valid UTF-8",
            "save the file as UTF-8; it may be in a legacy encoding such as Windows-1252"
        );
    }
}
