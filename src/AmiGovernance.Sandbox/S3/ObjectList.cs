using System.Globalization;
using System.Text;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.S3;

/// <summary>ListObjectsV2 and the older ListObjects: pages, prefixes and common prefixes (S3 API reference).</summary>
internal sealed class ObjectList(S3Request request, IObjects objects)
{
    private const int MostKeys = 1000;

    private readonly string prefix = request.Query("prefix") ?? "";
    private readonly string delimiter = request.Query("delimiter") ?? "";
    private readonly int most = Math.Min(request.Number("max-keys", MostKeys), MostKeys);
    private readonly bool encodes = request.Query("encoding-type") == "url";

    public S3Answer AnswerFirst()
    {
        var after = request.Query("marker") ?? "";
        var page = ObjectPage.Of(objects, prefix, delimiter, after, most);
        using var xml = Begin(page).Element("Marker", Coded(after));
        if (page.IsTruncated)
            xml.Element("NextMarker", Coded(page.Last));
        return End(xml, page);
    }

    public S3Answer AnswerSecond()
    {
        var token = request.Query("continuation-token");
        var after = Token(token) ?? request.Query("start-after") ?? "";
        var page = ObjectPage.Of(objects, prefix, delimiter, after, most);
        using var xml = Begin(page)
            .Element("KeyCount", Text(page.Count))
            .Element("ContinuationToken", token)
            .Element("StartAfter", request.Query("start-after"));
        if (page.IsTruncated)
            xml.Element("NextContinuationToken", Convert.ToBase64String(Encoding.UTF8.GetBytes(page.Last)));
        return End(xml, page);
    }

    private XmlAnswer Begin(ObjectPage page)
    {
        var xml = new XmlAnswer("ListBucketResult", Namespaces.S3)
            .Element("Name", request.Bucket)
            .Element("Prefix", Coded(prefix))
            .Element("MaxKeys", Text(most))
            .Element("IsTruncated", page.IsTruncated ? "true" : "false");
        if (delimiter.Length > 0)
            xml.Element("Delimiter", Coded(delimiter));
        return xml.Element("EncodingType", request.Query("encoding-type"));
    }

    private S3Answer End(XmlAnswer xml, ObjectPage page)
    {
        foreach (var head in page.Keys.Select(objects.Head).OfType<ObjectHead>())
            xml.Start("Contents")
                .Element("Key", Coded(head.Key))
                .Element("LastModified", head.Modified.WireText())
                .Element("ETag", head.ETag)
                .Element("Size", Text(head.Size))
                .Element("StorageClass", "STANDARD")
                .End();
        foreach (var group in page.Groups)
            xml.Start("CommonPrefixes").Element("Prefix", Coded(group)).End();
        return S3Answer.Xml(xml);
    }

    private string Coded(string key) =>
        encodes ? Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal) : key;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

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
