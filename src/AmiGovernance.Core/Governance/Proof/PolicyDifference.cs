using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Requests whose decision by service control policies changed, described by what they have in common.</summary>
/// <param name="Actions">The actions, with the same change for each.</param>
/// <param name="Images">The owners of the images, as `ec2:Owner` spells them; empty when the image does not matter.</param>
/// <param name="OtherOwners">Whether all owners that no policy names are among them.</param>
/// <param name="Callers">Who calls, in words.</param>
/// <param name="When">When, in words; empty for always.</param>
/// <param name="Before">The statement that denied before; null when the requests were allowed.</param>
/// <param name="After">The statement that denies now; null when the requests are allowed.</param>
/// <param name="Example">Arguments of `amigov explain` for one of the requests.</param>
public sealed record ChangedRequests(
    ImmutableArray<string> Actions,
    ImmutableArray<string> Images,
    bool OtherOwners,
    string Callers,
    string When,
    Statement? Before,
    Statement? After,
    string Example
)
{
    public bool IsDeniedNow => After is not null;
}

/// <param name="Changes">Where nothing stands here, no request is decided otherwise than before.</param>
/// <param name="NotCompared">Statements that differ and that cannot be compared by meaning, in words.</param>
public sealed record ScpDifference(ImmutableArray<ChangedRequests> Changes, ImmutableArray<string> NotCompared);

/// <summary>
/// Compares two sets of service control policies by their meaning: the requests of both are partitioned along the conditions
/// of both, and each class is decided by each set. Complete for deny statements with conditions of the kinds that the prover
/// knows; others are named. `FullAWSAccess` is taken to be attached beside both.
/// </summary>
public static class PolicyDifference
{
    public static ScpDifference Between(IReadOnlyList<Statement> before, IReadOnlyList<Statement> after)
    {
        var unclear = Unclear(before, after).Concat(Unclear(after, before)).Distinct().ToImmutableArray();
        ImmutableArray<DenyStatement> denies =
        [
            .. before.Where(s => s.Effect == Effect.Deny).Select(DenyStatement.Of).OfType<DenyStatement>(),
            .. after
                .Where(s => s.Effect == Effect.Deny)
                .Select((s, i) => DenyStatement.Of(s, before.Count + i))
                .OfType<DenyStatement>()
                .Select(d => d with { Side = 1 }),
        ];
        var space = new RequestSpace(denies, [], [], sides: 2);
        return new ScpDifference(
            [
                .. Groups(denies)
                    .SelectMany(actions => Changes(space, actions))
                    .OrderBy(c => c.IsDeniedNow ? 0 : 1)
                    .ThenBy(c => c.Actions[0], StringComparer.Ordinal),
            ],
            unclear
        );
    }

    /// <summary>Statements that the other set does not hold word for word and that the prover cannot split along.</summary>
    private static IEnumerable<string> Unclear(IReadOnlyList<Statement> set, IReadOnlyList<Statement> other)
    {
        var texts = other.Select(Text).ToHashSet(StringComparer.Ordinal);
        return set.Where(s => !texts.Contains(Text(s)) && (s.Effect == Effect.Allow || DenyStatement.Of(s, 0) is null))
            .Select(s =>
                s.Effect == Effect.Allow
                    ? $"the allow statement `{s.Sid ?? "without Sid"}`"
                    : $"the statement `{s.Sid ?? "without Sid"}` with a condition that the prover cannot partition along"
            );
    }

    private static string Text(Statement statement) =>
        AmiGovernance.Core.Base.Json.JsonText.ToText(PolicyWriter.Minified(new PolicyDocument([statement])));

    /// <summary>Actions that the same statements cover have the same changes and are looked at once.</summary>
    internal static IEnumerable<ImmutableArray<string>> Groups(ImmutableArray<DenyStatement> denies) =>
        Covered(denies)
            .GroupBy(a =>
                (
                    Resource(a),
                    Covering: string.Join(',', denies.Where(d => d.Covers(a, Resource(a))).Select(d => d.Number))
                )
            )
            .Where(g => g.Key.Covering.Length > 0)
            .Select(g =>
                g.OrderBy(a => a == "ec2:RunInstances" ? 0 : 1)
                    .ThenBy(a => a, StringComparer.Ordinal)
                    .ToImmutableArray()
            );

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

    /// <summary>Actions on an image are looked at there. Those that create one know nothing of its source.</summary>
    internal static string Resource(string action) =>
        action.StartsWith("ec2:", StringComparison.OrdinalIgnoreCase)
        && !GuardedActions.Creation.Contains(action)
        && ActionTable.Service("ec2")?.Find(action[4..])?.Resources.Any(r => r.Type.Name == "image") == true
            ? "arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0"
            : "*";

    private static IEnumerable<ChangedRequests> Changes(RequestSpace space, ImmutableArray<string> actions)
    {
        var resource = Resource(actions[0]);
        var classes = space.Classes([actions[0]], [resource], onImage: resource != "*");
        var images = classes.GroupBy(c => c.Image).ToList();
        return Merge(images.SelectMany(image => Changes(image, actions)).ToList(), images.Count);
    }

    private static IEnumerable<ChangedRequests> Changes(
        IGrouping<ImageClass?, RequestClass> image,
        ImmutableArray<string> actions
    )
    {
        foreach (var kind in image.Where(IsChanged).GroupBy(c => (Before: c.DeniedBy, After: c.DeniedByOthers[0])))
        {
            var changed = kind.ToList();
            var rest = image.Except(changed).ToList();
            var example = changed[0];
            yield return new ChangedRequests(
                actions,
                image.Key is { IsUnnamed: false } named ? named.Members : [],
                image.Key is { IsUnnamed: true },
                Callers(changed, rest),
                When(changed, rest),
                kind.Key.Before,
                kind.Key.After,
                Arguments(example)
            );
        }
    }

    private static bool IsChanged(RequestClass found) => (found.DeniedBy is null) != (found.DeniedByOthers[0] is null);

    /// <summary>Changes that differ in the owners of the images only are one; when all images have it, owners do not matter.</summary>
    private static IEnumerable<ChangedRequests> Merge(List<ChangedRequests> changes, int images) =>
        changes
            .GroupBy(c => (c.Callers, c.When, c.Before, c.After))
            .Select(g =>
                g.Count() == images
                    ? g.First() with
                    {
                        Images = [],
                        OtherOwners = false,
                    }
                    : g.First() with
                    {
                        Images = [.. g.SelectMany(c => c.Images).Distinct().Order(StringComparer.Ordinal)],
                        OtherOwners = g.Any(c => c.OtherOwners),
                    }
            );

    private static string Callers(List<RequestClass> changed, List<RequestClass> rest)
    {
        var others = rest.Where(r => !changed.Any(c => c.Principal == r.Principal))
            .Select(r => r.Principal)
            .OfType<PrincipalClass>()
            .ToList();
        var callers = changed.Select(c => c.Principal).OfType<PrincipalClass>().ToList();
        if (others.Count == 0 || callers.Count == 0)
            return "every principal";
        var exempt = others.SelectMany(p => p.MatchedPatterns).Distinct().ToList();
        var matched = callers.SelectMany(p => p.MatchedPatterns).Distinct().ToList();
        if (callers.All(p => !p.MatchedPatterns.IsEmpty))
            return $"principals like {List(matched)}";
        var otherAccounts = others.Where(p => p.MatchedPatterns.IsEmpty).SelectMany(Accounts).Distinct().ToList();
        var accounts = callers.Where(p => p.MatchedPatterns.IsEmpty).ToList();
        var who = accounts.Any(p => p.Accounts.IsEmpty)
            ? otherAccounts.Count == 0
                ? "every principal"
                : $"every account but {List(otherAccounts)}"
            : $"account{(accounts.SelectMany(Accounts).Distinct().Count() == 1 ? "" : "s")} {List([.. accounts.SelectMany(Accounts).Distinct()])}";
        return exempt.Except(matched).Any()
            ? $"{who}, except principals like {List([.. exempt.Except(matched)])}"
            : who;
    }

    private static IEnumerable<string> Accounts(PrincipalClass principal) => principal.Accounts;

    private static string List(List<string> values) =>
        string.Join(", ", values.Order(StringComparer.Ordinal).Take(6))
        + (values.Count > 6 ? $" and {values.Count - 6} more" : "");

    /// <summary>Classes stand a second before, on and a second after each date that a condition names.</summary>
    private static string When(List<RequestClass> changed, List<RequestClass> rest)
    {
        var times = changed.Select(c => c.Time).OfType<DateTimeOffset>().Distinct().Order().ToList();
        var others = rest.Where(r => changed.Any(c => c.Principal == r.Principal))
            .Select(r => r.Time)
            .OfType<DateTimeOffset>()
            .Where(t => !times.Contains(t))
            .Distinct()
            .Order()
            .ToList();
        if (times.Count == 0 || others.Count == 0)
            return "";
        if (times[0] > others[^1])
            return $"from {RequestSpace.Text(times[0])} on";
        if (times[^1] < others[0])
            return $"until {RequestSpace.Text(others[0])}";
        var from = others.Any(t => t < times[0]) ? $"from {RequestSpace.Text(times[0])} on" : "";
        var until = others.Find(t => t > times[^1]) is { Ticks: > 0 } end ? $"until {RequestSpace.Text(end)}" : "";
        return string.Join(", ", new[] { from, until }.Where(t => t.Length > 0));
    }

    internal static string Arguments(RequestClass found)
    {
        var account = found.Principal?.Account ?? RequestSpace.UnnamedAccount;
        var arguments = $"--action {found.Action} --account {account}";
        if (found.Principal is { MatchedPatterns.IsEmpty: false } principal)
            arguments += $" --principal {principal.Arn}";
        if (found.Image is { } image)
            arguments +=
                $" --image-owner {image.Owner}{(image.OwnerAccount == image.Owner ? "" : $" --image-owner-account {image.OwnerAccount}")}";
        return found.Time is { } time ? $"{arguments} --at {RequestSpace.Text(time)}" : arguments;
    }
}
