using System.Globalization;
using System.Text;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AmiGovernance.Sandbox.S3;

/// <summary>A request to S3 in path style, understood.</summary>
/// <param name="Bucket">Empty where the request names none.</param>
/// <param name="Key">Empty where the request names none.</param>
internal sealed record S3Request(S3Operation Operation, string Bucket, string Key, HttpRequest Http, byte[] Body)
{
    /// <summary>In bytes of UTF-8 (S3 user guide, "Naming Amazon S3 objects").</summary>
    private const int LongestKey = 1024;

    public static S3Request Parse(HttpRequest http, byte[] body)
    {
        var (bucket, key) = Path(http);
        if (Encoding.UTF8.GetByteCount(key) > LongestKey)
            throw new SandboxException("KeyTooLongError", "Your key is too long");
        var operation =
            S3Operation.Find(http.Method, Target(bucket, key), Parameters(http))
            ?? throw new SandboxException(
                "NotImplemented",
                "The sandbox does not know this request to S3; see `amigov docs sandbox`",
                501
            );
        return new S3Request(operation, bucket, key, http, body);
    }

    public string? Query(string name) => Http.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public int Number(string name, int otherwise)
    {
        if (Query(name) is not { Length: > 0 } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SandboxException("InvalidArgument", $"Provided {name} not an integer or within integer range");
    }

    /// <summary>The content of an object that is put, without the framing of `aws-chunked`.</summary>
    public byte[] Content()
    {
        var isSigned = Http.Headers["x-amz-content-sha256"]
            .ToString()
            .StartsWith("STREAMING-", StringComparison.Ordinal);
        var isChunked = Http.Headers.ContentEncoding.ToString().Contains("aws-chunked", StringComparison.Ordinal);
        return isSigned || isChunked ? AwsChunked.Decode(Body) : Body;
    }

    /// <summary>The decoded path would lose the difference between `/` and `%2F`.</summary>
    private static (string Bucket, string Key) Path(HttpRequest http)
    {
        var target = http.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        var parts = target.Split('?')[0].TrimStart('/').Split('/', 2);
        return parts is [var bucket, var key] ? (bucket, Uri.UnescapeDataString(key)) : (parts[0], "");
    }

    private static S3Target Target(string bucket, string key)
    {
        if (bucket.Length == 0)
            return S3Target.Service;
        return key.Length == 0 ? S3Target.Bucket : S3Target.Object;
    }

    private static List<string> Parameters(HttpRequest http)
    {
        // SDKs name the operation in `x-id`, which S3 does not look at.
        var parameters = http.Query.Keys.Where(k => !CredentialScope.IsOfSignature(k) && k != "x-id").ToList();
        if (http.Headers.ContainsKey(S3Operation.CopySource))
            parameters.Add(S3Operation.CopySource);
        return parameters;
    }
}
