using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Splits callers by account and by the patterns that their ARNs match.</summary>
/// <param name="asked">Accounts that guarantees ask about.</param>
internal sealed class PrincipalClasses(GlobCache cache, UnnamedAccounts accounts, ImmutableArray<string> asked)
{
    /// <summary>The role that `amigov explain` takes when none is given.</summary>
    public const string OrdinaryRole = "role/Some";

    /// <summary>What `aws:PrincipalArn` can be (IAM user guide, "AWS global condition context keys", `aws:PrincipalArn`).</summary>
    private static readonly (string Service, Language Language)[] Kinds =
    [
        ("iam", Language.Named("role/")),
        ("iam", Language.Named("user/")),
        ("iam", Language.Only("root")),
        ("sts", Language.Named("federated-user/", hasPath: false)),
    ];

    /// <param name="Members">The accounts that it stands for; empty for accounts that no document names.</param>
    private sealed record Candidate(string Account, string Arn, ImmutableArray<string> Members)
    {
        public bool IsUnnamed => Members.IsEmpty;
    }

    /// <param name="principals">Patterns of principals that guarantees ask about.</param>
    public IEnumerable<(PrincipalClass Class, ImmutableArray<DenyStatement> Live)> Of(
        Place? place,
        ImmutableArray<DenyStatement> live,
        ImmutableArray<string> principals
    )
    {
        var partition = place?.Partition ?? Partition.Aws;
        var patterns = Patterns(live, principals);
        return Candidates(partition, live, patterns)
            .Select(caller =>
                (
                    Caller: caller,
                    Matched: patterns
                        .Where(p => Matches(p, caller.Arn))
                        .Select(p => p.Text)
                        .Distinct()
                        .ToImmutableArray(),
                    Live: RequestSpace.With(
                        RequestSpace.With(live, Atom.PrincipalAccount, caller.Account),
                        Atom.PrincipalArn,
                        caller.Arn
                    )
                )
            )
            // The members differ by their accounts only, so that one's ARN tells the other's.
            .GroupBy(c =>
                (RequestSpace.Key(c.Live), string.Join('\n', c.Matched), c.Caller.IsUnnamed, Resource(c.Caller.Arn))
            )
            .Select(group =>
            {
                var (caller, matched, left) = group.First();
                var members = group.SelectMany(c => c.Caller.Members).Distinct(StringComparer.Ordinal);
                ImmutableArray<string> texts = [.. patterns.Select(p => p.Text).Distinct()];
                return (new PrincipalClass(caller.Account, caller.Arn, [.. members], texts, matched), left);
            });
    }

    public static List<PrincipalPattern> Patterns(
        ImmutableArray<DenyStatement> live,
        ImmutableArray<string> principals
    ) =>
        [
            .. RequestSpace
                .Conditions(live, Atom.PrincipalArn)
                .SelectMany(PrincipalPattern.Of)
                .Concat(principals.Select(PrincipalPattern.OfArn).OfType<PrincipalPattern>())
                .Distinct(),
        ];

    private static bool Matches(PrincipalPattern pattern, string arn) =>
        pattern.Parts is null
            ? pattern.Glob.Accepts(pattern.Glob.After(arn))
            : Policies.Iam.Evaluation.ArnPattern.Matches(pattern.Text, arn);

    private IEnumerable<Candidate> Candidates(
        Partition partition,
        ImmutableArray<DenyStatement> live,
        List<PrincipalPattern> patterns
    )
    {
        var (mentioned, globs) = Accounts(partition, live, patterns);
        var named = mentioned.Concat(asked.Where(a => !mentioned.Contains(a))).ToList();
        var unnamed = accounts
            .Of(globs, named, RequestSpace.UnnamedAccount)
            .SelectMany(a => Arns(partition, a, patterns).Select(arn => new Candidate(a, arn, [])));
        return unnamed.Concat(
            Alike(named, mentioned, globs)
                .SelectMany(alike =>
                    Arns(partition, alike[0], patterns).Select(arn => new Candidate(alike[0], arn, alike))
                )
        );
    }

    /// <summary>What the policies ask of the caller's account: the accounts that they name, and their patterns.</summary>
    public static (HashSet<string> Named, List<BegunGlob> Patterns) Accounts(
        Place? place,
        ImmutableArray<DenyStatement> live,
        ImmutableArray<string> principals
    ) => Accounts(place?.Partition ?? Partition.Aws, live, Patterns(live, principals));

    private static (HashSet<string> Named, List<BegunGlob> Patterns) Accounts(
        Partition partition,
        ImmutableArray<DenyStatement> live,
        List<PrincipalPattern> patterns
    )
    {
        var conditions = RequestSpace.Conditions(live, Atom.PrincipalAccount).ToList();
        var ofResources = live.SelectMany(d => d.Atoms).OfType<AccountAtom>().SelectMany(a => a.Patterns).ToList();
        var named = conditions
            .SelectMany(a => a.Literals)
            .Concat(ofResources)
            .Concat(patterns.Select(p => p.Account).OfType<string>())
            .Where(a => AccountId.IsValid(a))
            .ToHashSet(StringComparer.Ordinal);
        var ofArns = Kinds.SelectMany(k =>
            patterns.Select(p => p.OnAccount(Before(partition, k.Service), k.Service)).OfType<BegunGlob>()
        );
        var globs = conditions
            .SelectMany(a => a.Globs)
            .Concat(ofResources.Select(p => new Glob(p)))
            .Select(BegunGlob.Of)
            .Concat(ofArns)
            .ToList();
        return (named, globs);
    }

    /// <summary>Accounts that guarantees ask about and no condition mentions are alike, unless a pattern can tell them apart.</summary>
    private static IEnumerable<ImmutableArray<string>> Alike(
        List<string> named,
        HashSet<string> mentioned,
        List<BegunGlob> globs
    )
    {
        if (globs.Exists(UnnamedAccounts.TellsApart))
            return named.Select(a => ImmutableArray.Create(a));
        var others = named.Where(a => !mentioned.Contains(a)).ToImmutableArray();
        var single = named.Where(mentioned.Contains).Select(a => ImmutableArray.Create(a));
        return others.IsEmpty ? single : single.Append(others);
    }

    private static string Resource(string arn) => arn.Split(':', 6)[5];

    private static string Before(Partition partition, string service) => $"arn:{partition.Name()}:{service}::";

    /// <summary>A principal of the account for each way in which one can match the patterns.</summary>
    public IEnumerable<string> Arns(Partition partition, string account, List<PrincipalPattern> patterns)
    {
        var isAnyUnmatched = false;
        foreach (var (service, language) in Kinds)
        {
            var before = Before(partition, service);
            var globs = patterns
                .Select(p => p.OnResource(before, service, account))
                .OfType<BegunGlob>()
                .Where(g => g.CanFollow(language.Start))
                .ToList();
            // Whoever matches nothing is like everyone else who does not.
            if (globs.Count == 0 && isAnyUnmatched)
                continue;
            foreach (var found in cache.Split(globs, language, Preferred(patterns)))
            {
                var arn = $"{before}{account}:{found.Text}";
                if (IsServiceLinked(arn, patterns))
                    continue;
                isAnyUnmatched |= !patterns.Exists(p => Matches(p, arn));
                yield return arn;
            }
        }
    }

    /// <summary>
    /// Whether all principals that match what this one matches are service-linked roles, which no service control policy reaches.
    /// </summary>
    private static bool IsServiceLinked(string arn, List<PrincipalPattern> patterns) =>
        PrincipalArn.IsServiceLinkedRole(arn)
        && patterns.Exists(p => p.Parts is not null && PrincipalArn.IsServiceLinkedRole(p.Text) && Matches(p, arn));

    /// <summary>
    /// An ordinary role, one that patterns of text take for a service-linked role, and names that look like the patterns.
    /// </summary>
    private static IEnumerable<string> Preferred(List<PrincipalPattern> patterns) =>
        [
            OrdinaryRole,
            $"role/x:{PrincipalArn.ServiceLinkedPath}Some",
            .. patterns
                .Select(p => ArnParts.Of(p.Text)?.Resource ?? "")
                .Select(resource => resource.Replace('*', 'x').Replace('?', 'x')),
        ];
}
