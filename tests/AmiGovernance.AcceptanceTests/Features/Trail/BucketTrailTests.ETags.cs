using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Trail;

/// <summary>What the ETags of objects are.</summary>
public sealed partial class BucketTrailTests
{
    /// <summary>
    /// S3 API reference, "Object": the ETag "may or may not be an MD5 digest"; endpoints that speak S3's protocol write what they like.
    /// </summary>
    [Theory]
    [InlineData("\"abc\"")]
    [InlineData("\"no hexadecimal digits\"")]
    [InlineData("\"0123456789abcdef0123456789abcdef-3\"")]
    public async Task An_ETag_that_is_no_MD5_is_none_of_our_business(string etag)
    {
        var (generator, files) = Generate(seed: 23, records: 2_000);
        foreach (var file in files)
            objects.Put(new StoredObject(file.Path, file.Gzip, Now) { ETag = etag });
        AssertExact(generator, await Scan(Source()));
    }
}
