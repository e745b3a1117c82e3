using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.S3;

/// <summary>Amazon S3 as far as reports and trail files need it.</summary>
internal sealed class S3Service
{
    private readonly Guard guard;
    private readonly Dictionary<string, Func<SandboxCall, S3Request, S3Answer>> calls;

    public S3Service(SandboxWorld world, Guard guard)
    {
        this.guard = guard;
        var (buckets, objects) = (new BucketCalls(world), new ObjectCalls(world));
        calls = new(StringComparer.Ordinal)
        {
            ["ListBuckets"] = (call, _) => buckets.List(call),
            ["CreateBucket"] = buckets.Create,
            ["HeadBucket"] = buckets.Head,
            ["DeleteBucket"] = buckets.Delete,
            ["GetBucketLocation"] = buckets.Location,
            ["PutBucketPolicy"] = buckets.PutPolicy,
            ["GetBucketPolicy"] = buckets.GetPolicy,
            ["DeleteBucketPolicy"] = buckets.DeletePolicy,
            ["ListObjectsV2"] = objects.ListSecond,
            ["ListObjects"] = objects.ListFirst,
            ["PutObject"] = objects.Put,
            ["GetObject"] = objects.Get,
            ["HeadObject"] = objects.Get,
            ["DeleteObject"] = objects.Delete,
            ["DeleteObjects"] = objects.DeleteSeveral,
        };
    }

    public S3Answer Answer(SandboxCall call, S3Request request)
    {
        Authorize(call, request);
        return calls[request.Operation.Name](call, request);
    }

    private void Authorize(SandboxCall call, S3Request request)
    {
        var question = new RequestContext { Action = $"s3:{request.Operation.Action}", Resource = Resource(request) };
        if (request.Query("prefix") is { } prefix)
            question.Set("s3:prefix", prefix);
        guard.Authorize(call, question);
    }

    private static string Resource(S3Request request)
    {
        if (request.Bucket.Length == 0)
            return "*";
        if (!request.Operation.IsOnObjects)
            return Arns.S3(request.Bucket);
        var key = request.Key.Length > 0 ? request.Key : "*";
        return Arns.S3($"{request.Bucket}/{key}");
    }
}
