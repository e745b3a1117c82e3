using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// Compares two sets of service control policies by their meaning: the requests of both are partitioned along the conditions
/// of both, and each class is decided by each set. Complete for deny statements with conditions of the kinds that the prover
/// knows; others are named. `FullAWSAccess` is taken to be attached beside both.
/// </summary>
internal static class PolicyDifference
{
    public static ScpDifference Between(IReadOnlyList<Statement> before, IReadOnlyList<Statement> after)
    {
        var unclear = Unclear(before, after).Concat(Unclear(after, before)).Distinct().ToImmutableArray();
        ImmutableArray<DenyStatement> denies =
        [
            .. before.Where(s => s.Effect == Effect.Deny).Select(DenyStatement.Of).Where(d => d.IsClear),
            .. after
                .Where(s => s.Effect == Effect.Deny)
                .Select((s, i) => DenyStatement.Of(s, before.Count + i))
                .Where(d => d.IsClear)
                .Select(d => d with { Side = 1 }),
        ];
        var space = new RequestSpace(denies, [], sides: 2);
        var undecided = new SortedSet<string>(StringComparer.Ordinal);
        var changes = Groups(space, denies).SelectMany(actions => Changes(space, actions, undecided)).ToList();
        return new ScpDifference(
            [.. changes.OrderBy(c => c.IsDeniedNow ? 0 : 1).ThenBy(c => c.Actions[0], StringComparer.Ordinal)],
            [.. unclear, .. undecided.Except(unclear)]
        );
    }

    /// <summary>What one set leaves open of a class and the other does not, in words; empty where both leave the same open.</summary>
    private static IEnumerable<string> Undecided(RequestClass found)
    {
        var sides = found.Undecided.ToLookup(d => d.Side, d => (Text: Text(d.Source), d.Source));
        return sides[0]
            .ExceptBy(sides[1].Select(s => s.Text), s => s.Text, StringComparer.Ordinal)
            .Concat(sides[1].ExceptBy(sides[0].Select(s => s.Text), s => s.Text, StringComparer.Ordinal))
            .Select(s => $"{s.Source.Words}: whether it denies {found.Depends?.Text}");
    }

    /// <summary>Statements that the other set does not hold word for word and that the prover cannot split along.</summary>
    internal static IEnumerable<string> Unclear(IReadOnlyList<Statement> set, IReadOnlyList<Statement> other)
    {
        var texts = other.Select(Text).ToHashSet(StringComparer.Ordinal);
        return set.Where(s => !texts.Contains(Text(s))).Select(WhyUnclear).OfType<string>();
    }

    /// <summary>Null when the prover can split along the statement.</summary>
    private static string? WhyUnclear(Statement statement)
    {
        var name = statement.Sid ?? "without Sid";
        if (statement.Effect == Effect.Allow)
            return $"the allow statement `{name}`";
        return !DenyStatement.Of(statement, 0).IsClear
            ? $"the statement `{name}` with a condition that the prover cannot partition along"
            : null;
    }

    /// <summary>Equal for statements of one meaning: the same words are others where `${…}` is text.</summary>
    internal static string Text(Statement statement) =>
        JsonText.ToText(
            PolicyWriter.Minified(
                new PolicyDocument([statement])
                {
                    Version = statement.HasVariables ? PolicyDocument.VersionWithVariables : null,
                }
            )
        );

    /// <summary>Actions that the same statements cover have the same changes and are looked at once.</summary>
    internal static IEnumerable<ImmutableArray<string>> Groups(
        RequestSpace space,
        ImmutableArray<DenyStatement> denies
    ) =>
        Covered(denies)
            .GroupBy(a => Covering(space, a), StringComparer.Ordinal)
            .Where(g => g.Key.Length > 0)
            .Select(g =>
                g.OrderBy(a => a == "ec2:RunInstances" ? 0 : 1)
                    .ThenBy(a => a, StringComparer.Ordinal)
                    .ToImmutableArray()
            );

    /// <summary>Equal for actions whose calls the same statements cover; empty where none does.</summary>
    private static string Covering(RequestSpace space, string action)
    {
        var calls = space.Calls(action, Asked.Each);
        if (calls is [var one])
            return RequestSpace.Key(one.Live);
        return calls.All(c => c.Live.IsEmpty)
            ? ""
            : string.Join(';', calls.Select(c => $"{string.Join(',', c.Named)}={RequestSpace.Key(c.Live)}"));
    }

    private static IEnumerable<string> Covered(ImmutableArray<DenyStatement> denies)
    {
        var patterns = denies
            .SelectMany(d => d.Source.ActionsExcluded ? ["*"] : d.Source.Actions)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (patterns.All(p => !Wildcard.HasWildcards(p)))
            return patterns;
        var services = patterns.Any(p => Wildcard.HasWildcards(p.Split(':')[0]))
            ? ActionTable.ServicePrefixes()
            : patterns.Select(p => p.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase);
        return services
            .SelectMany(s => ActionTable.Service(s)?.All ?? [])
            .Select(a => a.FullName)
            .Where(a => patterns.Any(p => Wildcard.Matches(p, a, ignoreCase: true)));
    }

    /// <summary>What changes for calls that name a further resource, or one of several, is told of these calls alone.</summary>
    private static IEnumerable<ChangedRequests> Changes(
        RequestSpace space,
        ImmutableArray<string> actions,
        SortedSet<string> undecided
    )
    {
        var calls = space.Calls(actions[0], Asked.Each);
        var plain = calls.Where(c => c.IsPlain).SelectMany(c => Changes(space, c, actions, undecided)).ToList();
        var known = plain.Select(Meaning).ToHashSet();
        var kinds = calls.Where(c => !c.IsPlain).ToList();
        var named = kinds
            .SelectMany(c => Changes(space, c, actions, undecided))
            .Where(c => !known.Contains(Meaning(c)))
            .GroupBy(Meaning)
            .Select(g => g.First() with { Kinds = [.. g.SelectMany(c => c.Kinds)] });
        // Where a call names one of several resources, a change for all of them is one of the action.
        var all = kinds.Count == calls.Length ? kinds.Sum(c => c.Named.Length) : 0;
        return [.. plain, .. named.Select(c => c.Kinds.Length == all ? c with { Kinds = [] } : c)];
    }

    /// <summary>Equal for changes that differ in the resources that the calls name only.</summary>
    private static (
        string Images,
        bool OtherOwners,
        string Callers,
        string When,
        Statement? Before,
        Statement? After
    ) Meaning(ChangedRequests change) =>
        (string.Join(',', change.Images), change.OtherOwners, change.Callers, change.When, change.Before, change.After);

    private static IEnumerable<ChangedRequests> Changes(
        RequestSpace space,
        CoveredCall call,
        ImmutableArray<string> actions,
        SortedSet<string> undecided
    )
    {
        var all = space.Classes(call).ToLookup(c => Undecided(c).Any());
        undecided.UnionWith(all[true].SelectMany(Undecided));
        var classes = all[false].ToList();
        var places = classes.Where(IsChanged).Select(c => c.Place).ToHashSet();
        var images = classes.Where(c => places.Contains(c.Place)).GroupBy(c => c.Image).ToList();
        ImmutableArray<string> kinds = call.IsPlain ? [] : [.. call.Named.OfType<string>()];
        return Merge(images.SelectMany(image => Changes(image, actions)).ToList(), images.Count)
            .Select(c => c with { Kinds = kinds });
    }

    private static IEnumerable<ChangedRequests> Changes(
        IGrouping<ImageClass?, RequestClass> image,
        ImmutableArray<string> actions
    )
    {
        foreach (var kind in image.Where(IsChanged).GroupBy(c => (Before: c.DeniedBy, After: c.DeniedByOthers[0])))
        {
            var changed = kind.ToList();
            foreach (var words in ChangeWords.Of(changed, image.Except(changed).ToList()))
                yield return new ChangedRequests(
                    actions,
                    image.Key?.Members ?? [],
                    image.Key is { IsUnnamed: true },
                    words.Callers(),
                    words.When,
                    kind.Key.Before,
                    kind.Key.After,
                    CommandOf(words.Classes)
                )
                {
                    NamedCallers = words.Named(),
                };
        }
    }

    private static bool IsChanged(RequestClass found) => (found.DeniedBy is null) != (found.DeniedByOthers[0] is null);

    /// <summary>Changes that differ in the owners of the images only are one; when all images have it, owners do not matter.</summary>
    private static IEnumerable<ChangedRequests> Merge(List<ChangedRequests> changes, int images) =>
        changes
            .GroupBy(c => (c.Callers, c.When, c.Before, c.After))
            .Select(g => g.Count() == images ? OfAllImages(g.First()) : OfSomeImages(g));

    private static ChangedRequests OfAllImages(ChangedRequests change) =>
        change with
        {
            Images = [],
            OtherOwners = false,
        };

    private static ChangedRequests OfSomeImages(IEnumerable<ChangedRequests> changes) =>
        changes.First() with
        {
            Images = [.. changes.SelectMany(c => c.Images).Distinct().Order(StringComparer.Ordinal)],
            OtherOwners = changes.Any(c => c.OtherOwners),
        };

    internal static ShellText Arguments(RequestClass found) => ExampleOf(found).Arguments;

    /// <summary>Empty where `explain` takes none of the requests.</summary>
    private static ShellText CommandOf(List<RequestClass> changed) =>
        changed.Select(ExampleOf).FirstOrDefault(e => e.CanBeAsked)?.Arguments ?? ShellText.Empty;

    private static Example ExampleOf(RequestClass found) =>
        Example.Of(found, new Breach("", found.Principal?.Account ?? RequestSpace.UnnamedAccount, found.Image?.Owner));
}
