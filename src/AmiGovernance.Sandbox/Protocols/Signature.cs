using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Sandbox.Calls;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AmiGovernance.Sandbox.Protocols;

/// <summary>
/// Checks Signature Version 4 (IAM user guide, "Create a signed AWS API request"). The age of a request is not checked: the
/// clocks of sandbox and client differ on purpose.
/// </summary>
internal static class Signature
{
    private const string Wrong =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    public static void Check(HttpRequest request, ReadOnlySpan<byte> body, CredentialScope scope, string secret)
    {
        var canonical = Canonical(request, scope, Payload(request, body, scope));
        var credential = $"{scope.Date}/{scope.Region}/{scope.SigningName}/aws4_request";
        var text = $"AWS4-HMAC-SHA256\n{scope.Time}\n{credential}\n{Hash(canonical)}";
        var signature = Hmac(Key(scope, secret), text);
        if (!CryptographicOperations.FixedTimeEquals(Convert.FromHexString(scope.Signature), signature))
            throw ServiceErrors.Of(scope.Service).WrongSignature(Wrong);
    }

    /// <summary>What is signed of the body: its hash, or a word such as `UNSIGNED-PAYLOAD`.</summary>
    private static string Payload(HttpRequest request, ReadOnlySpan<byte> body, CredentialScope scope)
    {
        var payload = request.Headers["x-amz-content-sha256"].ToString();
        // Whoever makes a URL for somebody does not know what that one sends.
        if (scope.IsPresigned && scope.Service == "s3" && payload.Length == 0)
            return "UNSIGNED-PAYLOAD";
        if (payload.Length == 0)
            return Hash(body);
        if (IsHash(payload) && payload != Hash(body))
            throw new SandboxException(
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed."
            );
        return payload;
    }

    private static byte[] Canonical(HttpRequest request, CredentialScope scope, string payload)
    {
        var canonical = new StringBuilder()
            .Append(request.Method)
            .Append('\n')
            .Append(Path(request, scope.Service))
            .Append('\n')
            .Append(Query(request.QueryString.Value ?? ""))
            .Append('\n');
        foreach (var name in scope.SignedHeaders)
            canonical.Append(name).Append(':').Append(Header(request, name)).Append('\n');
        canonical.Append('\n').AppendJoin(';', scope.SignedHeaders).Append('\n').Append(payload);
        return Encoding.UTF8.GetBytes(canonical.ToString());
    }

    private static byte[] Key(CredentialScope scope, string secret)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in (ReadOnlySpan<string>)[scope.Date, scope.Region, scope.SigningName, "aws4_request"])
            key = Hmac(key, part);
        return key;
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>S3 signs the path as it is sent; all others encode it once more.</summary>
    private static string Path(HttpRequest request, string service)
    {
        var raw = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        var path = raw.Split('?')[0];
        return service == "s3" ? path : string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
    }

    private static string Query(string query)
    {
        if (query.Length < 2)
            return "";
        var pairs = query[1..]
            .Split('&')
            .Select(p => p.Split('=', 2))
            .Select(p => (Name: Encoded(p[0]), Value: p.Length > 1 ? Encoded(p[1]) : ""))
            .Where(p => p.Name != CredentialScope.SignatureParameter);
        return string.Join(
            '&',
            pairs
                .OrderBy(p => p.Name, StringComparer.Ordinal)
                .ThenBy(p => p.Value, StringComparer.Ordinal)
                .Select(p => $"{p.Name}={p.Value}")
        );
    }

    private static string Encoded(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    private static string Header(HttpRequest request, string name) =>
        string.Join(
            ',',
            request
                .Headers[name]
                .Select(v => string.Join(' ', (v ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        );

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
