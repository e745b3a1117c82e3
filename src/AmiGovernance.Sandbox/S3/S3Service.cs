using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.S3;

/// <summary>Amazon S3 as far as reports and trail files need it.</summary>
internal sealed class S3Service(SandboxWorld world, Guard guard)
{
    public static readonly string[] Operations =
    [
        "ListBuckets",
        "CreateBucket",
        "HeadBucket",
        "DeleteBucket",
        "GetBucketLocation",
        "PutBucketPolicy",
        "GetBucketPolicy",
        "DeleteBucketPolicy",
        "ListObjectsV2",
        "ListObjects",
        "PutObject",
        "GetObject",
        "HeadObject",
        "DeleteObject",
        "DeleteObjects",
    ];

    private static readonly S3Answer Nothing = new(204, default, "application/xml");

    /// <summary>What CloudTrail records without data events.</summary>
    public static bool IsManagement(string operation) =>
        operation
            is not (
                "ListObjectsV2"
                or "ListObjects"
                or "PutObject"
                or "GetObject"
                or "HeadObject"
                or "DeleteObject"
                or "DeleteObjects"
            );

    public S3Answer Answer(SandboxCall call, S3Request request)
    {
        Authorize(call, request);
        return request.Operation switch
        {
            "ListBuckets" => Buckets(call),
            "CreateBucket" => Create(call, request),
            "HeadBucket" => new S3Answer(
                200,
                default,
                "application/xml",
                ("x-amz-bucket-region", Bucket(call, request).Region)
            ),
            "DeleteBucket" => Delete(call, request),
            "GetBucketLocation" => Location(call, request),
            "PutBucketPolicy" => SetPolicy(call, request, Encoding.UTF8.GetString(request.Body)),
            "DeleteBucketPolicy" => SetPolicy(call, request, null),
            "GetBucketPolicy" => new S3Answer(
                200,
                Encoding.UTF8.GetBytes(
                    Bucket(call, request).Policy
                        ?? throw new SandboxException("NoSuchBucketPolicy", "The bucket policy does not exist", 404)
                ),
                "application/json"
            ),
            "ListObjectsV2" or "ListObjects" => ObjectList.Of(request, Bucket(call, request)),
            "PutObject" => Put(call, request),
            "GetObject" or "HeadObject" => Get(call, request),
            "DeleteObject" => Remove(call, request),
            _ => RemoveSeveral(call, request),
        };
    }

    /// <summary>Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3": not every call is an action of its name.</summary>
    private void Authorize(SandboxCall call, S3Request request)
    {
        var action = request.Operation switch
        {
            "ListBuckets" => "ListAllMyBuckets",
            "ListObjectsV2" or "ListObjects" or "HeadBucket" => "ListBucket",
            "HeadObject" => "GetObject",
            "DeleteObjects" => "DeleteObject",
            _ => request.Operation,
        };
        var resource =
            request.Bucket.Length == 0 ? "*"
            : action is "DeleteObject" or "GetObject" or "PutObject"
                ? $"arn:aws:s3:::{request.Bucket}/{(request.Key.Length > 0 ? request.Key : "*")}"
            : $"arn:aws:s3:::{request.Bucket}";
        var question = new RequestContext { Action = $"s3:{action}", Resource = resource };
        if (request.Query("prefix") is { } prefix)
            question.Set("s3:prefix", prefix);
        guard.Authorize(call, question);
    }

    /// <summary>A bucket of the caller's account, or one with a policy: policies are not evaluated, and let everybody of the organization in.</summary>
    private Bucket Bucket(SandboxCall call, S3Request request)
    {
        var bucket =
            world.Buckets.Find(request.Bucket)
            ?? throw new SandboxException("NoSuchBucket", "The specified bucket does not exist", 404);
        return bucket.Account == call.Account || bucket.Policy is not null
            ? bucket
            : throw new SandboxException("AccessDenied", "Access Denied", 403);
    }

    private S3Answer Buckets(SandboxCall call)
    {
        using var xml = new XmlAnswer("ListAllMyBucketsResult", Namespaces.Of("s3"))
            .Start("Owner")
            .Element("ID", call.Account)
            .End()
            .Start("Buckets");
        foreach (var bucket in world.Buckets.All.Where(b => b.Account == call.Account))
            xml.Start("Bucket")
                .Element("Name", bucket.Name)
                .Element("CreationDate", AmiGovernance.Sandbox.Protocols.Answer.IsoTime(bucket.Created))
                .Element("BucketRegion", bucket.Region)
                .End();
        return new S3Answer(200, xml.End().ToBytes(), "application/xml");
    }

    private S3Answer Create(SandboxCall call, S3Request request)
    {
        // S3 user guide, "Bucket naming rules".
        if (
            request.Bucket.Length is < 3 or > 63
            || !request.Bucket.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
            || !char.IsAsciiLetterOrDigit(request.Bucket[0])
        )
            throw new SandboxException("InvalidBucketName", "The specified bucket is not valid.");
        if (world.Buckets.Find(request.Bucket) is { } other)
            throw other.Account == call.Account
                ? new SandboxException(
                    "BucketAlreadyOwnedByYou",
                    "Your previous request to create the named bucket succeeded and you already own it.",
                    409
                )
                : new SandboxException("BucketAlreadyExists", "The requested bucket name is not available.", 409);
        world.Buckets.Put(
            new Bucket(request.Bucket, call.Account, call.Region, call.Now, world.Buckets.Objects(request.Bucket))
        );
        world.Changes++;
        return new S3Answer(200, default, "application/xml", ("Location", $"/{request.Bucket}"));
    }

    private S3Answer Delete(SandboxCall call, S3Request request)
    {
        if (Bucket(call, request).Objects.Keys("").Any())
            throw new SandboxException("BucketNotEmpty", "The bucket you tried to delete is not empty", 409);
        world.Buckets.Remove(request.Bucket);
        world.Changes++;
        return Nothing;
    }

    /// <summary>S3 API reference: us-east-1 has no name here.</summary>
    private S3Answer Location(SandboxCall call, S3Request request)
    {
        var region = Bucket(call, request).Region;
        var element = new XElement(
            XName.Get("LocationConstraint", Namespaces.Of("s3")),
            region == "us-east-1" ? null : region
        );
        return new S3Answer(
            200,
            Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)),
            "application/xml"
        );
    }

    private S3Answer SetPolicy(SandboxCall call, S3Request request, string? policy)
    {
        var bucket = Bucket(call, request);
        world.Buckets.Put(bucket with { Policy = policy });
        world.Changes++;
        return Nothing;
    }

    private S3Answer Put(SandboxCall call, S3Request request)
    {
        var encoding = string.Join(
            ',',
            request
                .Http.Headers.ContentEncoding.ToString()
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(e => e != "aws-chunked")
        );
        var stored = new StoredObject(request.Key, request.Content(), call.Now)
        {
            ContentType = request.Http.ContentType ?? "binary/octet-stream",
            ContentEncoding = encoding.Length > 0 ? encoding : null,
        };
        var objects = Bucket(call, request).Objects;
        objects.Put(stored);
        return new S3Answer(
            200,
            default,
            "application/xml",
            ("ETag", objects.Head(request.Key)?.ETag ?? stored.Head.ETag)
        );
    }

    private S3Answer Get(SandboxCall call, S3Request request)
    {
        var objects = Bucket(call, request).Objects;
        if (objects.Find(request.Key) is not { } stored || objects.Head(request.Key) is not { } head)
            throw new SandboxException("NoSuchKey", "The specified key does not exist.", 404);
        if (
            request.Http.Headers.IfMatch.ToString() is { Length: > 0 } match
            && match != "*"
            && match.Trim('"') != head.ETag.Trim('"')
        )
            throw new SandboxException(
                "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold",
                412
            );
        List<(string, string)> headers =
        [
            ("ETag", head.ETag),
            ("Accept-Ranges", "bytes"),
            ("Last-Modified", stored.Modified.ToString("R", CultureInfo.InvariantCulture)),
        ];
        if (stored.ContentEncoding is { } encoding)
            headers.Add(("Content-Encoding", encoding));
        var (status, content) = (200, stored.Content);
        if (request.Http.Headers.Range.ToString() is { Length: > 0 } range)
        {
            var (from, to) = Range(range, stored.Content.Length);
            (status, content) = (206, stored.Content[from..(to + 1)]);
            headers.Add(
                (
                    "Content-Range",
                    string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{stored.Content.Length}")
                )
            );
        }
        return new S3Answer(status, content, stored.ContentType, [.. headers]);
    }

    private static (int From, int To) Range(string header, int length)
    {
        var parts = header.StartsWith("bytes=", StringComparison.Ordinal) ? header[6..].Split('-') : [];
        int? from =
            parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                ? first
                : null;
        int? to =
            parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                ? last
                : null;
        var (start, end) = from is { } known
            ? (known, Math.Min(to ?? length - 1, length - 1))
            : (Math.Max(0, length - (to ?? 0)), length - 1);
        return start <= end && start < length
            ? (start, end)
            : throw new SandboxException("InvalidRange", "The requested range is not satisfiable", 416);
    }

    private S3Answer Remove(SandboxCall call, S3Request request)
    {
        Bucket(call, request).Objects.Remove(request.Key);
        return Nothing;
    }

    private S3Answer RemoveSeveral(SandboxCall call, S3Request request)
    {
        var bucket = Bucket(call, request);
        using var xml = new XmlAnswer("DeleteResult", Namespaces.Of("s3"));
        foreach (var key in Keys(request.Content()))
        {
            bucket.Objects.Remove(key);
            xml.Start("Deleted").Element("Key", key).End();
        }
        return new S3Answer(200, xml.ToBytes(), "application/xml");
    }

    private static List<string> Keys(byte[] body)
    {
        try
        {
            return
            [
                .. XDocument
                    .Load(new MemoryStream(body))
                    .Descendants()
                    .Where(e => e.Name.LocalName == "Key")
                    .Select(e => e.Value),
            ];
        }
        catch (XmlException)
        {
            throw new SandboxException(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema"
            );
        }
    }
}
