using System.Security.Cryptography;

namespace AmiGovernance.Sandbox.World;

/// <summary>An object of a bucket.</summary>
public sealed record StoredObject(string Key, ReadOnlyMemory<byte> Content, DateTimeOffset Modified)
{
    public string ContentType { get; init; } = "binary/octet-stream";

    public string? ContentEncoding { get; init; }

    public ObjectHead Head =>
        new(Key, Content.Length, Modified, $"\"{Convert.ToHexStringLower(HashAlgorithms.Md5(Content.Span))}\"");
}

/// <summary>What a list says of an object.</summary>
/// <param name="ETag">With its quotes.</param>
public sealed record ObjectHead(string Key, long Size, DateTimeOffset Modified, string ETag);

/// <summary>Where the objects of a bucket are: in memory or in a folder.</summary>
public interface IObjects
{
    /// <summary>In S3's order: by the bytes of the keys.</summary>
    IEnumerable<string> Keys(string prefix);

    StoredObject? Find(string key);

    /// <summary>Without reading the content where that can be avoided.</summary>
    ObjectHead? Head(string key);

    void Put(StoredObject stored);

    void Remove(string key);
}

public sealed record Bucket(string Name, string Account, string Region, DateTimeOffset Created, IObjects Objects)
{
    /// <summary>Kept and given back; not evaluated.</summary>
    public string? Policy { get; init; }
}

public sealed class MemoryObjects : IObjects
{
    private readonly SortedDictionary<string, StoredObject> objects = new(StringComparer.Ordinal);

    public IEnumerable<string> Keys(string prefix) =>
        objects.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal));

    public StoredObject? Find(string key) => objects.GetValueOrDefault(key);

    public ObjectHead? Head(string key) => Find(key)?.Head;

    public void Put(StoredObject stored) => objects[stored.Key] = stored;

    public void Remove(string key) => objects.Remove(key);
}

internal static class HashAlgorithms
{
    /// <summary>S3 API reference, "Object": the ETag of an object that was put in one piece is the MD5 of its content.</summary>
#pragma warning disable CA5351 // A checksum here, protecting nothing.
    public static byte[] Md5(ReadOnlySpan<byte> content) => MD5.HashData(content);
#pragma warning restore CA5351
}
