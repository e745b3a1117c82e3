using System.Text;
using AmiGovernance.Sandbox.Protocols;

namespace AmiGovernance.Sandbox.S3;

/// <param name="Headers">Beside content type and length.</param>
internal sealed record S3Answer(
    int Status,
    ReadOnlyMemory<byte> Body,
    string ContentType,
    params (string Name, string Value)[] Headers
)
{
    private const string XmlType = "application/xml";

    public static readonly S3Answer NoContent = new(204, default, XmlType);

    public static S3Answer NotModified(string tag) => new(304, default, XmlType, ("ETag", tag));

    public static S3Answer Empty(params (string Name, string Value)[] headers) => new(200, default, XmlType, headers);

    public static S3Answer Xml(XmlAnswer xml) => new(200, xml.ToBytes(), XmlType);

    public static S3Answer Xml(string document) => new(200, Encoding.UTF8.GetBytes(document), XmlType);

    public static S3Answer Json(string document) => new(200, Encoding.UTF8.GetBytes(document), "application/json");
}
