using System.Globalization;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Hosting;

/// <summary>A bucket whose objects are the files below a folder: what is put there appears, and stays when the sandbox ends.</summary>
public sealed class FolderObjects(string folder) : IObjects
{
    private const int LongestName = 200;

    public IEnumerable<string> Keys(string prefix)
    {
        if (!Directory.Exists(folder))
            return [];
        // Only the part of the tree that the prefix leads to.
        var slash = prefix.LastIndexOf('/');
        var start = slash < 0 ? folder : PathOf(prefix[..slash]);
        if (start is null || !Directory.Exists(start))
            return [];
        return Directory
            .EnumerateFiles(start, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }

    public StoredObject? Find(string key) =>
        PathOf(key) is { } path && File.Exists(path)
            ? new StoredObject(key, File.ReadAllBytes(path), File.GetLastWriteTimeUtc(path))
            : null;

    /// <summary>The ETag is made of size and time, as that of an object that was put in parts is no MD5 either.</summary>
    public ObjectHead? Head(string key)
    {
        if (PathOf(key) is not { } path || new FileInfo(path) is not { Exists: true } file)
            return null;
        var modified = file.LastWriteTimeUtc;
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{file.Length:x16}{modified.Ticks:x16}-1\"");
        return new ObjectHead(key, file.Length, modified, tag);
    }

    public void Put(StoredObject stored)
    {
        if (PathOf(stored.Key) is not { } path)
            throw new SandboxException("KeyTooLongError", "The sandbox cannot keep this key as a file.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
            File.WriteAllBytes(path, stored.Content.Span);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // S3 has no folders: it keeps `a` beside `a/b`. Nor has it a disk that is full.
            throw new SandboxException("InternalError", $"The sandbox cannot keep this object: {e.Message}", 500);
        }
    }

    public void Remove(string key)
    {
        if (PathOf(key) is { } path && File.Exists(path))
            File.Delete(path);
    }

    /// <summary>Null for a key that no file can have, or that would lead out of the folder.</summary>
    private string? PathOf(string key)
    {
        var parts = key.Split('/');
        return parts.All(IsFileName) ? Path.Combine([folder, .. parts]) : null;
    }

    private static bool IsFileName(string part) =>
        part is not ("" or "." or "..") && part.Length <= LongestName && part.AsSpan().IndexOfAny('\0', '\\') < 0;
}
