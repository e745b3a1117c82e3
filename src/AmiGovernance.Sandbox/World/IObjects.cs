namespace AmiGovernance.Sandbox.World;

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

internal sealed class MemoryObjects : IObjects
{
    private readonly SortedDictionary<string, StoredObject> objects = new(StringComparer.Ordinal);

    public IEnumerable<string> Keys(string prefix) =>
        objects.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal));

    public StoredObject? Find(string key) => objects.GetValueOrDefault(key);

    public ObjectHead? Head(string key) => Find(key)?.Head;

    public void Put(StoredObject stored) => objects[stored.Key] = stored;

    public void Remove(string key) => objects.Remove(key);
}
