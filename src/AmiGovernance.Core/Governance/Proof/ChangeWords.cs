using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Says in words which of the requests on one image changed.</summary>
/// <param name="changed">The classes with the same change; not empty.</param>
/// <param name="rest">The other classes on the same image.</param>
internal sealed class ChangeWords(List<RequestClass> changed, List<RequestClass> rest)
{
    private const int MostNames = 6;
    private const string Everyone = "every principal";

    public string Callers()
    {
        var (callers, others) = (Principals(changed), Others());
        if (others.Count == 0)
            return Everyone;
        var matched = callers.SelectMany(p => p.MatchedPatterns).Distinct().ToList();
        if (callers.All(p => !p.MatchedPatterns.IsEmpty))
            return $"principals like {List(matched)}";
        var who = Accounts(Unmatched(callers), AccountsOf(Unmatched(others)));
        var exempt = others.SelectMany(p => p.MatchedPatterns).Except(matched).ToList();
        return exempt.Count == 0 ? who : $"{who}, except principals like {List(exempt)}";
    }

    /// <summary>The same for those who look the callers up.</summary>
    public ChangedCallers Named()
    {
        var (callers, others) = (Principals(changed), Others());
        if (others.Count == 0)
            return ChangedCallers.Unnamed;
        if (Unmatched(callers).Any(p => p.Accounts.IsEmpty))
            return ChangedCallers.Unnamed with { Others = [.. AccountsOf(Unmatched(others))] };
        var patterns = callers.SelectMany(p => p.MatchedPatterns).Distinct().Order(StringComparer.Ordinal);
        return new ChangedCallers([.. AccountsOf(Unmatched(callers)).Order(StringComparer.Ordinal)], [.. patterns]);
    }

    /// <summary>Those for whom nothing changes; none where in one of several Regions it changes for all.</summary>
    private List<PrincipalClass> Others() =>
        [
            .. changed
                .GroupBy(c => c.Place)
                .Select(here => (here.Key?.Partition, Others: OthersAt([.. here], here.Key)))
                .GroupBy(p => p.Partition)
                .Where(places => places.All(p => p.Others.Count > 0))
                .SelectMany(places => places.SelectMany(p => p.Others)),
        ];

    private List<PrincipalClass> OthersAt(List<RequestClass> here, Place? place) =>
        Principals(rest.Where(r => r.Place == place && here.TrueForAll(c => c.Principal != r.Principal)));

    private static string Accounts(List<PrincipalClass> callers, List<string> others)
    {
        var isUnnamed = callers.Any(p => p.Accounts.IsEmpty);
        if (isUnnamed)
            return others.Count == 0 ? Everyone : $"every account but {List(others)}";
        var accounts = AccountsOf(callers);
        return accounts.Count == 1 ? $"account {accounts[0]}" : $"accounts {List(accounts)}";
    }

    /// <summary>Classes stand a second before, on and a second after each date that a condition names.</summary>
    public string When()
    {
        var times = Times(changed);
        var others = Times(rest.Where(r => changed.Any(c => c.Principal == r.Principal))).Except(times).ToList();
        if (times.Count == 0 || others.Count == 0)
            return "";
        var parts = new List<string>();
        if (others.Any(t => t < times[0]))
            parts.Add($"from {RequestSpace.Text(times[0])} on");
        var end = others.Find(t => t > times[^1]);
        if (end > times[^1])
            parts.Add($"until {RequestSpace.Text(end)}");
        return string.Join(", ", parts);
    }

    private static List<PrincipalClass> Principals(IEnumerable<RequestClass> classes) =>
        [.. classes.Select(c => c.Principal).OfType<PrincipalClass>()];

    private static List<PrincipalClass> Unmatched(List<PrincipalClass> principals) =>
        principals.FindAll(p => p.MatchedPatterns.IsEmpty);

    private static List<string> AccountsOf(List<PrincipalClass> principals) =>
        [.. principals.SelectMany(p => p.Accounts).Distinct()];

    private static List<DateTimeOffset> Times(IEnumerable<RequestClass> classes) =>
        [.. classes.Select(c => c.Time).OfType<DateTimeOffset>().Distinct().Order()];

    private static string List(List<string> values) =>
        Shortened.List([.. values.Order(StringComparer.Ordinal)], MostNames);
}
