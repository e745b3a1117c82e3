using System.Globalization;
using System.Text;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.S3;

/// <summary>ListObjectsV2 and the older ListObjects: pages, prefixes and common prefixes (S3 API reference).</summary>
internal static class ObjectList
{
    private const int MostKeys = 1000;

    public static S3Answer Of(S3Request request, Bucket bucket)
    {
        var second = request.Operation == "ListObjectsV2";
        var (prefix, delimiter) = (request.Query("prefix") ?? "", request.Query("delimiter") ?? "");
        var most = Math.Min(request.Number("max-keys", MostKeys), MostKeys);
        var after = second
            ? Token(request.Query("continuation-token")) ?? request.Query("start-after") ?? ""
            : request.Query("marker") ?? "";
        var (contents, groups, last, truncated) = Page(bucket, prefix, delimiter, after, most);
        string Coded(string key) =>
            request.Query("encoding-type") == "url"
                ? Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal)
                : key;
        using var xml = new XmlAnswer("ListBucketResult", Namespaces.Of("s3"))
            .Element("Name", bucket.Name)
            .Element("Prefix", Coded(prefix))
            .Element("MaxKeys", most.ToString(CultureInfo.InvariantCulture))
            .Element("IsTruncated", truncated ? "true" : "false");
        if (delimiter.Length > 0)
            xml.Element("Delimiter", Coded(delimiter));
        xml.Element("EncodingType", request.Query("encoding-type"));
        if (second)
            xml.Element("KeyCount", (contents.Count + groups.Count).ToString(CultureInfo.InvariantCulture))
                .Element("ContinuationToken", request.Query("continuation-token"))
                .Element("StartAfter", request.Query("start-after"));
        else
            xml.Element("Marker", Coded(after));
        if (truncated)
            xml.Element(
                second ? "NextContinuationToken" : "NextMarker",
                second ? Convert.ToBase64String(Encoding.UTF8.GetBytes(last)) : Coded(last)
            );
        foreach (var head in contents.Select(bucket.Objects.Head).OfType<ObjectHead>())
            xml.Start("Contents")
                .Element("Key", Coded(head.Key))
                .Element("LastModified", Answer.IsoTime(head.Modified))
                .Element("ETag", head.ETag)
                .Element("Size", head.Size.ToString(CultureInfo.InvariantCulture))
                .Element("StorageClass", "STANDARD")
                .End();
        foreach (var group in groups)
            xml.Start("CommonPrefixes").Element("Prefix", Coded(group)).End();
        return new S3Answer(200, xml.ToBytes(), "application/xml");
    }

    private static (List<string> Contents, List<string> Groups, string Last, bool Truncated) Page(
        Bucket bucket,
        string prefix,
        string delimiter,
        string after,
        int most
    )
    {
        var (contents, groups, last) = (new List<string>(), new List<string>(), "");
        foreach (var key in bucket.Objects.Keys(prefix).Where(k => string.CompareOrdinal(k, after) > 0))
        {
            var end = delimiter.Length > 0 ? key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) : -1;
            var group = end < 0 ? null : key[..(end + delimiter.Length)];
            // A group that a page ended with is not begun again by the next one.
            if (group is not null && (group == after || group == groups.LastOrDefault()))
                continue;
            if (contents.Count + groups.Count == most)
                return (contents, groups, last, true);
            if (group is null)
                contents.Add(key);
            else
                groups.Add(group);
            last = group ?? key;
        }
        return (contents, groups, last, false);
    }

    private static string? Token(string? token)
    {
        if (token is null)
            return null;
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new SandboxException("InvalidArgument", "The continuation token provided is incorrect");
    }
}
