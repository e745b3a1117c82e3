namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Into how many classes requests were split, and along what.</summary>
/// <param name="Classes">All of them together.</param>
/// <param name="Places">Partitions, Regions and image ids that the documents tell apart.</param>
/// <param name="Images">Owners of images that they tell apart.</param>
/// <param name="Callers">Accounts and principals that they tell apart.</param>
/// <param name="Times">Moments before, on and after the dates that they name.</param>
/// <param name="Values">Values of further keys that they tell apart, such as tags.</param>
public sealed record Partitioned(
    int Classes,
    int Places = 0,
    int Images = 0,
    int Callers = 0,
    int Times = 0,
    int Values = 0
)
{
    internal static Partitioned Of(IReadOnlyCollection<RequestClass> classes) =>
        new(
            classes.Count,
            Count(classes.Select(c => c.Place is { } p ? (p.Partition, p.Region, p.ImageId) : default)),
            Count(classes.Select(c => c.Image is { } i ? (i.Owner, i.OwnerAccount) : default)),
            Count(classes.Select(c => c.Principal?.Arn)),
            Count(classes.Select(c => c.Time)),
            classes.SelectMany(c => c.Keys.Select(k => (k.Key, string.Join('\n', k.Value.Values)))).Distinct().Count()
        );

    /// <summary>How many values there are besides none.</summary>
    private static int Count<T>(IEnumerable<T> values) =>
        values.Where(v => !EqualityComparer<T>.Default.Equals(v, default)).Distinct().Count();
}
