using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.S3;

/// <summary>The objects of buckets.</summary>
internal sealed class ObjectCalls(SandboxWorld world)
{
    /// <summary>S3 API reference, DeleteObjects: at most 1,000 keys; the code for more: as others report it.</summary>
    private const int MostDeleted = 1000;

    public S3Answer ListFirst(SandboxCall call, S3Request request) =>
        new ObjectList(request, Objects(call, request)).AnswerFirst();

    public S3Answer ListSecond(SandboxCall call, S3Request request) =>
        new ObjectList(request, Objects(call, request)).AnswerSecond();

    public S3Answer Put(SandboxCall call, S3Request request)
    {
        var encodings = request
            .Http.Headers.ContentEncoding.ToString()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(e => e != "aws-chunked")
            .ToList();
        var stored = new StoredObject(request.Key, request.Content(), call.Now)
        {
            ContentType = request.Http.ContentType ?? "binary/octet-stream",
            ContentEncoding = encodings.Count > 0 ? string.Join(',', encodings) : null,
        };
        var objects = Objects(call, request);
        Preconditions.CheckWrite(request.Http, objects.Head(request.Key));
        objects.Put(stored);
        var head = objects.Head(request.Key) ?? stored.Head;
        return S3Answer.Empty(("ETag", head.ETag));
    }

    public S3Answer Get(SandboxCall call, S3Request request)
    {
        var objects = Objects(call, request);
        if (objects.Find(request.Key) is not { } stored || objects.Head(request.Key) is not { } head)
            throw new SandboxException("NoSuchKey", "The specified key does not exist.", 404);
        if (Preconditions.IsKnown(request.Http, head))
            return S3Answer.NotModified(head.ETag);

        List<(string, string)> headers =
        [
            ("ETag", head.ETag),
            ("Accept-Ranges", "bytes"),
            ("Last-Modified", stored.Modified.ToString("R", CultureInfo.InvariantCulture)),
        ];
        if (stored.ContentEncoding is { } encoding)
            headers.Add(("Content-Encoding", encoding));
        if (request.Http.Headers.Range.ToString() is not { Length: > 0 } wanted)
            return new S3Answer(200, stored.Content, stored.ContentType, [.. headers]);

        var range = ByteRange.Parse(wanted, stored.Content.Length);
        headers.Add(("Content-Range", range.ToString()));
        return new S3Answer(206, stored.Content[range.From..(range.To + 1)], stored.ContentType, [.. headers]);
    }

    public S3Answer Delete(SandboxCall call, S3Request request)
    {
        Objects(call, request).Remove(request.Key);
        return S3Answer.NoContent;
    }

    public S3Answer DeleteSeveral(SandboxCall call, S3Request request)
    {
        var objects = Objects(call, request);
        using var xml = new XmlAnswer("DeleteResult", Namespaces.S3);
        foreach (var key in Keys(request.Content()))
        {
            objects.Remove(key);
            xml.Start("Deleted").Element("Key", key).End();
        }
        return S3Answer.Xml(xml);
    }

    private Bucket Bucket(SandboxCall call, S3Request request) => BucketCalls.Find(world, call, request);

    private IObjects Objects(SandboxCall call, S3Request request) => Bucket(call, request).Objects;

    private static List<string> Keys(byte[] body)
    {
        try
        {
            var document = XDocument.Load(new MemoryStream(body));
            var keys = document.Descendants().Where(e => e.Name.LocalName == "Key").Select(e => e.Value).ToList();
            return keys.Count <= MostDeleted ? keys : throw Malformed();
        }
        catch (XmlException)
        {
            throw Malformed();
        }
    }

    private static SandboxException Malformed() =>
        new(
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published schema"
        );
}
