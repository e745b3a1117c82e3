using System.Globalization;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AmiGovernance.Sandbox.S3;

/// <summary>A request to S3 in path style, understood: the operation follows from method, path and query.</summary>
internal sealed record S3Request(string Operation, string Bucket, string Key, HttpRequest Http, byte[] Body)
{
    public static S3Request Parse(HttpRequest http, byte[] body)
    {
        // The decoded path would lose the difference between `/` and `%2F`.
        var raw = (http.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/").Split('?')[0].TrimStart('/');
        var slash = raw.IndexOf('/', StringComparison.Ordinal);
        var (bucket, key) = slash < 0 ? (raw, "") : (raw[..slash], Uri.UnescapeDataString(raw[(slash + 1)..]));
        var query = http.Query;
        var operation = (http.Method, bucket.Length > 0, key.Length > 0) switch
        {
            ("GET", false, _) => "ListBuckets",
            ("HEAD", true, false) => "HeadBucket",
            ("PUT", true, false) => query.ContainsKey("policy") ? "PutBucketPolicy"
            : query.Count == 0 ? "CreateBucket"
            : "",
            ("DELETE", true, false) => query.ContainsKey("policy") ? "DeleteBucketPolicy"
            : query.Count == 0 ? "DeleteBucket"
            : "",
            ("POST", true, false) => query.ContainsKey("delete") ? "DeleteObjects" : "",
            ("GET", true, false) => query.ContainsKey("location") ? "GetBucketLocation"
            : query.ContainsKey("policy") ? "GetBucketPolicy"
            : query.ContainsKey("list-type") ? "ListObjectsV2"
            : query.Keys.All(k => k is "prefix" or "delimiter" or "marker" or "max-keys" or "encoding-type")
                ? "ListObjects"
            : "",
            ("PUT", true, true) => query.ContainsKey("uploadId") || http.Headers.ContainsKey("x-amz-copy-source")
                ? ""
                : "PutObject",
            ("GET", true, true) => query.ContainsKey("uploadId")
            || query.ContainsKey("tagging")
            || query.ContainsKey("acl")
                ? ""
                : "GetObject",
            ("HEAD", true, true) => "HeadObject",
            ("DELETE", true, true) => query.ContainsKey("uploadId") ? "" : "DeleteObject",
            _ => "",
        };
        if (operation.Length == 0)
            throw new SandboxException(
                "NotImplemented",
                "The sandbox does not know this request to S3; see docs/reference/sandbox.md",
                501
            );
        return new S3Request(operation, bucket, key, http, body);
    }

    public string? Query(string name) => Http.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    public int Number(string name, int otherwise) =>
        int.TryParse(Query(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>The content of an object that is put, without the framing of `aws-chunked`.</summary>
    public byte[] Content() =>
        Http.Headers["x-amz-content-sha256"].ToString().StartsWith("STREAMING-", StringComparison.Ordinal)
        || Http.Headers.ContentEncoding.ToString().Contains("aws-chunked", StringComparison.Ordinal)
            ? AwsChunked.Decode(Body)
            : Body;
}

/// <param name="Headers">Beside content type and length.</param>
internal sealed record S3Answer(
    int Status,
    ReadOnlyMemory<byte> Body,
    string ContentType,
    params (string Name, string Value)[] Headers
);
