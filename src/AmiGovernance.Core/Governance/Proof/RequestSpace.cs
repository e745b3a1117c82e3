using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// Splits all requests for an action into classes with one answer each, by choosing image, caller and time in turn and
/// keeping only the statements that can still match. A class ends as soon as a statement denies it whatever the rest is. For
/// conditions of the known kinds the classes together are all requests.
/// </summary>
internal sealed class RequestSpace
{
    /// <summary>Stand for "any value that no document names"; account ids that AWS does not give out.</summary>
    public const string UnnamedAccount = "000000000000";
    private const string UnnamedAwsAccount = "000000000001";

    private readonly ImmutableArray<DenyStatement> denies;
    private readonly ImmutableArray<string> named;
    private readonly ImmutableArray<string> principals;
    private readonly int sides;

    /// <param name="named">Accounts that guarantees ask about, whether a document names them or not.</param>
    /// <param name="principals">Patterns of principals that guarantees ask about.</param>
    /// <param name="sides">How many sets of policies are compared.</param>
    public RequestSpace(
        ImmutableArray<DenyStatement> denies,
        IEnumerable<string> named,
        IEnumerable<string> principals,
        int sides = 1
    )
    {
        this.principals = [.. principals];
        this.denies = denies;
        this.sides = sides;
        this.named = [.. named.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The classes of several actions on several resources. Those that the same statements cover have the same classes; they
    /// stand once, under the first action and resource.
    /// </summary>
    public List<RequestClass> Classes(IEnumerable<string> actions, IReadOnlyList<string> resources, bool onImage)
    {
        var classes = new List<RequestClass>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var action in actions)
        foreach (var resource in resources)
        {
            var live = denies.Where(d => d.Covers(action, resource)).ToImmutableArray();
            if (seen.Add(Key(live)))
                classes.AddRange(Find(new RequestClass(action, resource, null, null, null, null), live, onImage));
        }
        return classes;
    }

    private IEnumerable<RequestClass> Find(RequestClass start, ImmutableArray<DenyStatement> live, bool onImage)
    {
        return Step(
            start,
            live,
            (at, left) =>
                onImage
                    ? Images(left).SelectMany(c => Step(at with { Image = c.Class }, c.Live, Principals))
                    : Principals(at, left)
        );
    }

    private IEnumerable<RequestClass> Step(
        RequestClass found,
        ImmutableArray<DenyStatement> live,
        Func<RequestClass, ImmutableArray<DenyStatement>, IEnumerable<RequestClass>> next
    )
    {
        var answered = Answer(found, live);
        if (answered.DeniedBy is not null && answered.DeniedByOthers.All(d => d is not null))
            return [answered];
        // What a set denies already, its other statements need not split further.
        return next(
            found,
            [
                .. live.Where(d =>
                    d.Atoms.IsEmpty || (d.Side == 0 ? answered.DeniedBy : answered.DeniedByOthers[d.Side - 1]) is null
                ),
            ]
        );
    }

    /// <summary>The statements that deny whatever is chosen next.</summary>
    private RequestClass Answer(RequestClass found, ImmutableArray<DenyStatement> live) =>
        found with
        {
            DeniedBy = Denying(live, 0),
            DeniedByOthers = sides == 1 ? [] : [.. Enumerable.Range(1, sides - 1).Select(side => Denying(live, side))],
        };

    private static Statement? Denying(ImmutableArray<DenyStatement> live, int side) =>
        live.FirstOrDefault(d => d.Atoms.IsEmpty && d.Side == side)?.Source;

    private IEnumerable<(ImageClass Class, ImmutableArray<DenyStatement> Live)> Images(
        ImmutableArray<DenyStatement> live
    )
    {
        var owners = Values(live, Atom.Owner).ToList();
        var accounts = owners
            .Where(o => AccountId.IsValid(o))
            .Concat(Values(live, Atom.ResourceAccount))
            .Concat(named)
            .Prepend(UnnamedAccount);
        var images = accounts
            .Select(a => (Owner: a, Account: a))
            .Concat(
                OwnerAliases
                    .Names.Select(n => n.Replace('_', '-'))
                    .Concat(owners.Where(o => !AccountId.IsValid(o)))
                    .SelectMany(alias =>
                        Values(live, Atom.ResourceAccount)
                            .Append(UnnamedAwsAccount)
                            .Select(a => (Owner: alias, Account: a))
                    )
            )
            .Distinct();
        return images
            .Select(image =>
                (image, Live: With(With(live, Atom.Owner, image.Owner), Atom.ResourceAccount, image.Account))
            )
            // The unnamed owners stand alone, so that a stranger never hides behind a name.
            .GroupBy(i => (Key(i.Live), AccountId.IsValid(i.image.Owner), i.image.Owner == UnnamedAccount))
            .Select(g =>
                (
                    new ImageClass(
                        g.First().image.Owner,
                        g.First().image.Account,
                        [.. g.Select(i => i.image.Owner).Where(o => o != UnnamedAccount).Distinct()]
                    ),
                    g.First().Live
                )
            );
    }

    private IEnumerable<RequestClass> Principals(RequestClass found, ImmutableArray<DenyStatement> live)
    {
        var patterns = Values(live, Atom.PrincipalArn).Concat(principals).Distinct(StringComparer.Ordinal).ToList();
        var accounts = Values(live, Atom.PrincipalAccount)
            .Concat(patterns.Select(PrincipalArn.Account).Where(a => AccountId.IsValid(a)))
            .Concat(named)
            .Prepend(UnnamedAccount)
            .Distinct(StringComparer.Ordinal);
        var candidates = accounts
            .SelectMany(account => Arns(account, patterns).Select(arn => (account, arn)))
            .Select(p =>
                (
                    p.account,
                    p.arn,
                    Matched: patterns.Where(x => ArnPattern.Matches(x, p.arn)).ToImmutableArray(),
                    Live: With(With(live, Atom.PrincipalAccount, p.account), Atom.PrincipalArn, p.arn)
                )
            );
        foreach (
            var group in candidates.GroupBy(c =>
                (Key(c.Live), string.Join('\n', c.Matched), c.account == UnnamedAccount)
            )
        )
        {
            var first = group.First();
            var members = group
                .Select(c => c.account)
                .Where(a => a != UnnamedAccount)
                .Distinct(StringComparer.Ordinal)
                .ToImmutableArray();
            var principal = new PrincipalClass(first.account, first.arn, members, [.. patterns], first.Matched);
            foreach (var result in Step(found with { Principal = principal }, first.Live, Times))
                yield return result;
        }
    }

    /// <summary>An ordinary role of the account, and one for each exempt pattern that can match in it.</summary>
    private static IEnumerable<string> Arns(string account, List<string> patterns)
    {
        yield return $"arn:aws:iam::{account}:role/unnamed";
        foreach (var pattern in patterns.Where(p => Wildcard.Matches(PrincipalArn.Account(p), account)))
            yield return $"arn:aws:iam::{account}:{PrincipalArn.Resource(pattern).Replace('*', 'x').Replace('?', 'x')}";
    }

    private IEnumerable<RequestClass> Times(RequestClass found, ImmutableArray<DenyStatement> live)
    {
        var dates = Values(live, Atom.CurrentTime)
            .Select(v => ValueOperator.TryDate(v, out var date) ? date : default)
            .Distinct()
            .ToList();
        var instants =
            dates.Count == 0
                ? [DateTimeOffset.UnixEpoch]
                : dates.SelectMany(d => new[] { d.AddSeconds(-1), d, d.AddSeconds(1) }).Distinct().Order().ToList();
        return instants.Select(t =>
            Answer(found, With(live, Atom.CurrentTime, Text(t))) with
            {
                Time = dates.Count == 0 ? null : t,
            }
        );
    }

    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Values(ImmutableArray<DenyStatement> live, string key) =>
        live.SelectMany(d => d.Atoms).Where(a => a.Key == key).SelectMany(a => a.Values);

    private static ImmutableArray<DenyStatement> With(ImmutableArray<DenyStatement> live, string key, string value) =>
        [.. live.Select(d => d.With(key, value)).OfType<DenyStatement>()];

    /// <summary>Equal for sets of statements that will answer alike.</summary>
    private static string Key(ImmutableArray<DenyStatement> live) =>
        string.Join(',', live.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Number}:{d.Atoms.Length}")));
}
