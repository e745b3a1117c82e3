using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>Objects of a bucket, as the AWS CLI writes them: `s3://bucket/prefix`.</summary>
/// <param name="Prefix">A folder or an object; empty for the whole bucket. Never with a slash at its end.</param>
public sealed record BucketAddress(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    public static bool IsOne(string text) => text.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>Null when no bucket is named.</summary>
    public static BucketAddress? Parse(string text)
    {
        if (!IsOne(text))
            return null;
        var (bucket, key) = Split(text);
        return bucket.Length == 0 ? null : new BucketAddress(bucket, key.TrimEnd('/'));
    }

    /// <summary>What is said of a text that <see cref="Parse"/> does not take.</summary>
    public static string Refusal(string text) =>
        $"'{Sanitize.Text(text)}' names no bucket; write it as s3://BUCKET/PREFIX";

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Prefix.Length == 0 ? $"{Scheme}{Bucket}" : NameOf(Bucket, Prefix);

    public static string NameOf(string bucket, string key) => $"{Scheme}{bucket}/{key}";

    /// <summary>The inverse of <see cref="NameOf"/>.</summary>
    public static (string Bucket, string Key) Split(string name)
    {
        var rest = name[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
    }

    /// <summary>Whether everything of the other is in this.</summary>
    public bool Contains(BucketAddress other) =>
        Bucket == other.Bucket
        && (
            Prefix.Length == 0
            || Prefix == other.Prefix
            || other.Prefix.StartsWith($"{Prefix}/", StringComparison.Ordinal)
        );
}
