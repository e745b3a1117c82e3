using System.Globalization;
using System.Text;
using AmiGovernance.Sandbox.Calls;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>
/// The content encoding `aws-chunked` (S3 API reference, "Signature calculations for the authorization header: transferring
/// payload in multiple chunks"): size and an optional signature before each chunk, trailing headers after the last one. The
/// signatures of single chunks are not checked.
/// </summary>
internal static class AwsChunked
{
    public static byte[] Decode(ReadOnlySpan<byte> body)
    {
        using var decoded = new MemoryStream();
        while (true)
        {
            var end = body.IndexOf("\r\n"u8);
            if (end < 0)
                throw Incomplete();
            var head = Encoding.ASCII.GetString(body[..end]).Split(';')[0];
            body = body[(end + 2)..];
            if (
                !int.TryParse(head, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
                || size < 0
            )
                throw Incomplete();
            if (size == 0)
                return decoded.ToArray();
            if (body.Length < size + 2)
                throw Incomplete();
            decoded.Write(body[..size]);
            body = body[(size + 2)..];
        }
    }

    private static SandboxException Incomplete() =>
        new("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header.");
}
