namespace AmiGovernance.Sandbox.World;

/// <summary>What accounts have in their Regions, found by the place and the id; in the order of ids, as all lists here.</summary>
internal sealed class ByPlace<T>
    where T : class
{
    private readonly Dictionary<Place, SortedDictionary<string, T>> places = [];

    public IEnumerable<T> All => places.Values.SelectMany(found => found.Values);

    public IReadOnlyCollection<T> Of(Place place) => places.TryGetValue(place, out var found) ? found.Values : [];

    public T? Find(Place place, string id) =>
        places.TryGetValue(place, out var found) ? found.GetValueOrDefault(id) : null;

    public void Put(Place place, string id, T item)
    {
        if (!places.TryGetValue(place, out var found))
            places[place] = found = new SortedDictionary<string, T>(StringComparer.Ordinal);
        found[id] = item;
    }

    public void Remove(Place place, string id)
    {
        if (places.TryGetValue(place, out var found))
            found.Remove(id);
    }
}
