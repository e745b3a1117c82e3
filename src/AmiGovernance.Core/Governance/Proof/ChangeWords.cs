using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Says in words which of the requests on one image changed: callers that change at one time, and that have one name.</summary>
internal sealed class ChangeWords
{
    private const int MostNames = 6;
    private const string Everyone = "every principal";

    private readonly List<PrincipalClass> callers;
    private readonly ChangedAccounts accounts;

    /// <summary>Those for whom nothing changes at that time.</summary>
    private readonly List<PrincipalClass> others;

    private ChangeWords(List<RequestClass> changed, List<PrincipalClass> others, string when)
    {
        Classes = changed;
        callers = Principals(changed);
        accounts = new ChangedAccounts(callers, others);
        this.others = others;
        When = when;
    }

    /// <param name="changed">The classes with the same change; not empty.</param>
    /// <param name="rest">The other classes on the same image.</param>
    public static IEnumerable<ChangeWords> Of(List<RequestClass> changed, List<RequestClass> rest)
    {
        var times = ByTime(changed, rest.ToLookup(c => c.Principal), Principals(rest));
        foreach (var (when, classes) in times)
        {
            var others = Others(classes, [.. rest, .. changed.Except(classes)]);
            foreach (var part in Parts(classes, others))
                yield return new ChangeWords(part, others, when);
        }
    }

    private static IEnumerable<(string When, List<RequestClass> Classes)> ByTime(
        List<RequestClass> changed,
        ILookup<PrincipalClass?, RequestClass> rest,
        List<PrincipalClass> others
    )
    {
        var mine = changed
            .GroupBy(c => c.Principal)
            .Select(g => (Principal: g.Key, Classes: g.ToList(), When: TimesOf(g, rest[g.Key])))
            .ToList();
        var always = new ChangedAccounts(
            [.. mine.Where(m => m.When.Length == 0).Select(m => m.Principal).OfType<PrincipalClass>()],
            others
        );
        return mine.GroupBy(m => IsAnyway(m.Principal, m.Classes[0]) ? "" : m.When, StringComparer.Ordinal)
            .Select(g => (g.Key, g.SelectMany(m => m.Classes).ToList()));

        // Named by its account: at the other times it was decided so before.
        bool IsAnyway(PrincipalClass? principal, RequestClass change) =>
            principal is { MatchedPatterns.IsEmpty: false }
            && always.Holds(principal)
            && rest[principal].All(r => IsDeniedNow(r) == IsDeniedNow(change));
    }

    private static bool IsDeniedNow(RequestClass found) => found.DeniedByOthers[0] is not null;

    /// <summary>Callers that are told by their accounts, and those that only a pattern tells.</summary>
    private static IEnumerable<List<RequestClass>> Parts(List<RequestClass> changed, List<PrincipalClass> others)
    {
        if (others.Count == 0)
            return [changed];
        var accounts = new ChangedAccounts(Principals(changed), others);
        return changed
            .GroupBy(c =>
                c.Principal is { } p && !accounts.Tell(p.MatchedPatterns) ? accounts.WhereIn(p.MatchedPatterns) : null
            )
            .OrderBy(g => g.Key is null ? 0 : 1)
            .Select(g => g.ToList());
    }

    /// <summary>Not empty.</summary>
    public List<RequestClass> Classes { get; }

    /// <summary>Empty for always.</summary>
    public string When { get; }

    public string Callers()
    {
        if (others.Count == 0)
            return Everyone;
        var matched = callers.SelectMany(p => p.MatchedPatterns).Distinct().ToList();
        if (callers.TrueForAll(p => !p.MatchedPatterns.IsEmpty))
            return $"principals like {List(matched)}{accounts.WhereIn(callers[0].MatchedPatterns)}";
        var exempt = others.Where(accounts.Holds).SelectMany(p => p.MatchedPatterns).Except(matched).ToList();
        return exempt.Count == 0 ? accounts.Words : $"{accounts.Words}, except principals like {List(exempt)}";
    }

    /// <summary>The same for those who look the callers up.</summary>
    public ChangedCallers Named()
    {
        if (others.Count == 0)
            return ChangedCallers.Unnamed;
        if (accounts.AreUnnamed)
            return ChangedCallers.Unnamed with { Others = [.. accounts.Unchanged] };
        var patterns = callers.SelectMany(p => p.MatchedPatterns).Distinct().Order(StringComparer.Ordinal);
        return new ChangedCallers([.. accounts.Changed.Order(StringComparer.Ordinal)], [.. patterns]);
    }

    /// <summary>Those for whom nothing changes; none where in one of several Regions it changes for all.</summary>
    private static List<PrincipalClass> Others(List<RequestClass> changed, List<RequestClass> rest) =>
        [
            .. changed
                .GroupBy(c => c.Place)
                .Select(here => (here.Key?.Partition, Others: OthersAt([.. here], here.Key, rest)))
                .GroupBy(p => p.Partition)
                .Where(places => places.All(p => p.Others.Count > 0))
                .SelectMany(places => places.SelectMany(p => p.Others)),
        ];

    private static List<PrincipalClass> OthersAt(List<RequestClass> here, Place? place, List<RequestClass> rest) =>
        Principals(rest.Where(r => r.Place == place && here.TrueForAll(c => c.Principal != r.Principal)));

    /// <summary>Classes stand a second before, on and a second after each date that a condition names.</summary>
    private static string TimesOf(IEnumerable<RequestClass> changed, IEnumerable<RequestClass> rest)
    {
        var times = Times(changed);
        var others = Times(rest).Except(times).ToList();
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

    private static List<DateTimeOffset> Times(IEnumerable<RequestClass> classes) =>
        [.. classes.Select(c => c.Time).OfType<DateTimeOffset>().Distinct().Order()];

    internal static string List(IEnumerable<string> values) =>
        Shortened.List([.. values.Order(StringComparer.Ordinal)], MostNames);
}
