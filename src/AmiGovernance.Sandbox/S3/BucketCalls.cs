using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Protocols;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.S3;

/// <summary>Buckets and their policies.</summary>
internal sealed class BucketCalls(SandboxWorld world)
{
    private const string DefaultRegion = "us-east-1";

    /// <summary>
    /// A bucket of the caller's account, or one with a policy: policies are not evaluated, and let everybody of the organization in.
    /// </summary>
    public static Bucket Find(SandboxWorld world, SandboxCall call, S3Request request)
    {
        var bucket =
            world.Buckets.Find(request.Bucket)
            ?? throw new SandboxException("NoSuchBucket", "The specified bucket does not exist", 404);
        if (bucket.Account != call.Account && bucket.Policy is null)
            throw new SandboxException("AccessDenied", "Access Denied", 403);
        return bucket;
    }

    public S3Answer List(SandboxCall call)
    {
        using var xml = new XmlAnswer("ListAllMyBucketsResult", Namespaces.S3)
            .Start("Owner")
            .Element("ID", call.Account.Value)
            .End()
            .Start("Buckets");
        foreach (var bucket in world.Buckets.All.Where(b => b.Account == call.Account))
            xml.Start("Bucket")
                .Element("Name", bucket.Name)
                .Element("CreationDate", bucket.Created.WireText())
                .Element("BucketRegion", bucket.Region.Value)
                .End();
        return S3Answer.Xml(xml.End());
    }

    public S3Answer Create(SandboxCall call, S3Request request)
    {
        var name = request.Bucket;
        if (!IsValidName(name))
            throw new SandboxException("InvalidBucketName", "The specified bucket is not valid.");
        if (world.Buckets.Find(name) is { } other)
            throw Exists(isOwn: other.Account == call.Account);
        CheckRegion(call, request);
        Put(new Bucket(name, call.Account, call.Region, call.Now, world.Buckets.Objects(name)));
        return S3Answer.Empty(("Location", $"/{name}"));
    }

    /// <summary>
    /// S3 API reference, "CreateBucket": a bucket outside us-east-1 names its Region. The code is among S3's error codes, the texts are
    /// guessed.
    /// </summary>
    private static void CheckRegion(SandboxCall call, S3Request request)
    {
        var named = Constraint(request);
        if (named == (call.Region.Value == DefaultRegion ? "" : call.Region.Value))
            return;
        var shown = named.Length > 0 ? named : "unspecified";
        throw new SandboxException(
            named == DefaultRegion ? "InvalidLocationConstraint" : "IllegalLocationConstraintException",
            $"The {shown} location constraint is incompatible for the region specific endpoint this request was sent to."
        );
    }

    /// <summary>Empty where the request names none.</summary>
    private static string Constraint(S3Request request)
    {
        if (request.Body.Length == 0)
            return "";
        try
        {
            var root = XElement.Load(new MemoryStream(request.Body));
            return root.Elements().FirstOrDefault(e => e.Name.LocalName == "LocationConstraint")?.Value ?? "";
        }
        catch (XmlException)
        {
            throw new SandboxException(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema"
            );
        }
    }

    public S3Answer Head(SandboxCall call, S3Request request) =>
        S3Answer.Empty(("x-amz-bucket-region", Find(call, request).Region.Value));

    public S3Answer Delete(SandboxCall call, S3Request request)
    {
        if (Find(call, request).Objects.Keys("").Any())
            throw new SandboxException("BucketNotEmpty", "The bucket you tried to delete is not empty", 409);
        world.Buckets.Remove(request.Bucket);
        world.Changes++;
        return S3Answer.NoContent;
    }

    /// <summary>S3 API reference, "GetBucketLocation": us-east-1 has no name here.</summary>
    public S3Answer Location(SandboxCall call, S3Request request)
    {
        var region = Find(call, request).Region.Value;
        var name = XName.Get("LocationConstraint", Namespaces.S3);
        var element = new XElement(name, region == DefaultRegion ? null : region);
        return S3Answer.Xml(element.ToString(SaveOptions.DisableFormatting));
    }

    public S3Answer GetPolicy(SandboxCall call, S3Request request) =>
        S3Answer.Json(
            Find(call, request).Policy
                ?? throw new SandboxException("NoSuchBucketPolicy", "The bucket policy does not exist", 404)
        );

    /// <summary>Of the document no more is looked at than whether it has statements.</summary>
    public S3Answer PutPolicy(SandboxCall call, S3Request request)
    {
        var policy = Encoding.UTF8.GetString(request.Body);
        return JsonObjects.TryParse(policy)?["Statement"] is JsonArray or JsonObject
            ? SetPolicy(call, request, policy)
            : throw new SandboxException("MalformedPolicy", "Policies must be valid JSON and contain statements");
    }

    public S3Answer DeletePolicy(SandboxCall call, S3Request request) => SetPolicy(call, request, null);

    private S3Answer SetPolicy(SandboxCall call, S3Request request, string? policy)
    {
        Put(Find(call, request) with { Policy = policy });
        return S3Answer.NoContent;
    }

    private Bucket Find(SandboxCall call, S3Request request) => Find(world, call, request);

    private void Put(Bucket bucket)
    {
        world.Buckets.Put(bucket);
        world.Changes++;
    }

    /// <summary>S3 user guide, "Bucket naming rules".</summary>
    private static bool IsValidName(string name) =>
        name.Length is >= 3 and <= 63
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');

    private static SandboxException Exists(bool isOwn) =>
        isOwn
            ? new SandboxException(
                "BucketAlreadyOwnedByYou",
                "Your previous request to create the named bucket succeeded and you already own it.",
                409
            )
            : new SandboxException("BucketAlreadyExists", "The requested bucket name is not available.", 409);
}
