namespace AmiGovernance.Sandbox.World;

/// <summary>The buckets of all accounts: their names are unique.</summary>
public sealed class BucketStore
{
    private readonly SortedDictionary<string, Bucket> buckets = new(StringComparer.Ordinal);

    /// <summary>Where the objects of a bucket are put.</summary>
    public Func<string, IObjects> Objects { get; set; } = _ => new MemoryObjects();

    public IEnumerable<Bucket> All => buckets.Values;

    public Bucket? Find(string name) => buckets.GetValueOrDefault(name);

    public void Put(Bucket bucket) => buckets[bucket.Name] = bucket;

    public void Remove(string name) => buckets.Remove(name);
}
