using System.Security.Cryptography;

namespace AmiGovernance.Sandbox.World;

/// <summary>An object of a bucket.</summary>
public sealed record StoredObject(string Key, ReadOnlyMemory<byte> Content, DateTimeOffset Modified)
{
    public string ContentType { get; init; } = "binary/octet-stream";

    public string? ContentEncoding { get; init; }

    /// <summary>With its quotes; null for the one that S3 gives an object of one piece.</summary>
    public string? ETag { get; init; }

    internal ObjectHead Head => new(Key, Content.Length, Modified, ETag ?? $"\"{Md5()}\"");

    /// <summary>S3 API reference, "Object": the ETag of an object that was put in one piece is the MD5 of its content.</summary>
    private string Md5()
    {
#pragma warning disable CA5351 // A checksum here, protecting nothing.
        return Convert.ToHexStringLower(MD5.HashData(Content.Span));
#pragma warning restore CA5351
    }
}

/// <summary>What a list says of an object.</summary>
/// <param name="ETag">With its quotes.</param>
public sealed record ObjectHead(string Key, long Size, DateTimeOffset Modified, string ETag);
