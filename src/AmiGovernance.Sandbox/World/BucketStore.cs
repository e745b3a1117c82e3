namespace AmiGovernance.Sandbox.World;

/// <summary>The buckets of all accounts: their names are unique.</summary>
public sealed class BucketStore
{
    private readonly SortedDictionary<string, Bucket> buckets = new(StringComparer.Ordinal);

    /// <summary>Where the objects of a bucket are put.</summary>
    internal Func<string, IObjects> Objects { get; set; } = _ => new MemoryObjects();

    internal IEnumerable<Bucket> All => buckets.Values;

    public Bucket? Find(string name) => buckets.GetValueOrDefault(name);

    internal void Put(Bucket bucket) => buckets[bucket.Name] = bucket;

    internal void Remove(string name) => buckets.Remove(name);
}
