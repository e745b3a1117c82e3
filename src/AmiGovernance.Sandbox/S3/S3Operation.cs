namespace AmiGovernance.Sandbox.S3;

/// <summary>What the path of a request names.</summary>
internal enum S3Target
{
    Service,
    Bucket,
    Object,
}

/// <summary>
/// An operation of S3 and what its requests look like: in S3, method, path and query say what is asked (S3 API reference, "Actions").
/// </summary>
/// <param name="Action">The IAM action (Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3").</param>
internal sealed record S3Operation(string Name, string Method, S3Target Target, string Action)
{
    /// <summary>The header of a request that copies; counted as one of its parameters.</summary>
    public const string CopySource = "x-amz-copy-source";

    private static readonly string[] ObjectActions = ["DeleteObject", "GetObject", "PutObject"];

    /// <summary>The first that fits is meant.</summary>
    public static readonly IReadOnlyList<S3Operation> All =
    [
        new("ListBuckets", "GET", S3Target.Service, "ListAllMyBuckets"),
        new("HeadBucket", "HEAD", S3Target.Bucket, "ListBucket"),
        new("PutBucketPolicy", "PUT", S3Target.Bucket, "PutBucketPolicy") { Needs = "policy" },
        new("CreateBucket", "PUT", S3Target.Bucket, "CreateBucket") { Allows = [] },
        new("DeleteBucketPolicy", "DELETE", S3Target.Bucket, "DeleteBucketPolicy") { Needs = "policy" },
        new("DeleteBucket", "DELETE", S3Target.Bucket, "DeleteBucket") { Allows = [] },
        new("DeleteObjects", "POST", S3Target.Bucket, "DeleteObject") { Needs = "delete", IsDataEvent = true },
        new("GetBucketLocation", "GET", S3Target.Bucket, "GetBucketLocation") { Needs = "location" },
        new("GetBucketPolicy", "GET", S3Target.Bucket, "GetBucketPolicy") { Needs = "policy" },
        new("ListObjectsV2", "GET", S3Target.Bucket, "ListBucket") { Needs = "list-type", IsDataEvent = true },
        new("ListObjects", "GET", S3Target.Bucket, "ListBucket")
        {
            Allows = ["prefix", "delimiter", "marker", "max-keys", "encoding-type"],
            IsDataEvent = true,
        },
        new("PutObject", "PUT", S3Target.Object, "PutObject")
        {
            Refuses = ["uploadId", CopySource],
            IsDataEvent = true,
        },
        new("GetObject", "GET", S3Target.Object, "GetObject")
        {
            Refuses = ["uploadId", "tagging", "acl"],
            IsDataEvent = true,
        },
        new("HeadObject", "HEAD", S3Target.Object, "GetObject") { IsDataEvent = true },
        new("DeleteObject", "DELETE", S3Target.Object, "DeleteObject") { Refuses = ["uploadId"], IsDataEvent = true },
    ];

    /// <summary>The parameter that makes a request this one.</summary>
    public string? Needs { get; init; }

    /// <summary>With any other parameter it is another operation; null for all that there are.</summary>
    public string[]? Allows { get; init; }

    /// <summary>With one of them it is another operation.</summary>
    public string[] Refuses { get; init; } = [];

    /// <summary>CloudTrail records data events only where a trail asks for them, and ours does not.</summary>
    public bool IsDataEvent { get; init; }

    /// <summary>Whether its action is one on objects, not on the bucket.</summary>
    public bool IsOnObjects => ObjectActions.Contains(Action);

    /// <summary>Null for an operation that the sandbox does not know.</summary>
    /// <param name="parameters">Of the query, and <see cref="CopySource"/>.</param>
    public static S3Operation? Find(string method, S3Target target, IReadOnlyCollection<string> parameters) =>
        All.FirstOrDefault(o => o.Method == method && o.Target == target && o.Fits(parameters));

    private bool Fits(IReadOnlyCollection<string> parameters) =>
        (Needs is null || parameters.Contains(Needs, StringComparer.OrdinalIgnoreCase))
        && (Allows is null || parameters.All(p => Allows.Contains(p)))
        && !Refuses.Intersect(parameters, StringComparer.OrdinalIgnoreCase).Any();
}
