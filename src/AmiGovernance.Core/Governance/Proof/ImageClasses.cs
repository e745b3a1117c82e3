using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Splits images by `ec2:Owner` and by the account that owns them.</summary>
/// <param name="asked">Accounts that guarantees ask about.</param>
/// <param name="services">Accounts of AWS that guarantees ask about.</param>
internal sealed class ImageClasses(
    UnnamedAccounts accounts,
    ImmutableArray<string> asked,
    ImmutableArray<string> services
)
{
    public const string UnnamedAwsAccount = "000000000001";

    private sealed record Candidate(string Owner, string Account, bool IsUnnamed)
    {
        /// <summary>Set for accounts whose images are known to carry an alias.</summary>
        public bool IsAliased { get; init; }
    }

    private readonly ImmutableArray<Candidate> aliased =
    [
        .. asked
            .Select(a => (Account: a, Publisher: KnownPublishers.Of(a)))
            .Where(a => a.Publisher?.Alias is not null)
            .Select(a => new Candidate(a.Publisher!.Alias!.Value.IamName(), a.Account, IsUnnamed: false)
            {
                IsAliased = true,
            }),
    ];

    public IEnumerable<(ImageClass Class, ImmutableArray<DenyStatement> Live)> Of(
        Place? place,
        ImmutableArray<DenyStatement> live,
        ImmutableArray<string> principals
    ) =>
        Candidates(place, live, principals)
            .Select(image =>
                (
                    Image: image,
                    Live: RequestSpace.With(
                        RequestSpace.With(live, Atom.Owner, image.Owner),
                        Atom.ResourceAccount,
                        image.Account
                    )
                )
            )
            // The unnamed owners stand alone, so that a stranger never hides behind a name.
            .GroupBy(i =>
                (
                    RequestSpace.Key(i.Live),
                    AccountId.IsValid(i.Image.Owner),
                    i.Image.IsUnnamed,
                    i.Image.IsAliased ? i.Image.Account : ""
                )
            )
            .Select(g =>
                (
                    new ImageClass(
                        g.First().Image.Owner,
                        g.First().Image.Account,
                        [.. g.Where(i => !i.Image.IsUnnamed).Select(i => i.Image.Owner).Distinct()]
                    )
                    {
                        Images = [.. g.Select(i => (i.Image.Owner, i.Image.Account))],
                        AsksOwner = g.First().Live.Any(d => d.AsksOwner),
                    },
                    g.First().Live
                )
            );

    private IEnumerable<Candidate> Candidates(
        Place? place,
        ImmutableArray<DenyStatement> live,
        ImmutableArray<string> principals
    )
    {
        // Where owners are compared with callers, what tells callers apart tells owners apart.
        var (alsoNamed, alsoPatterns) = live.Any(d => d.ComparesOwner)
            ? PrincipalClasses.Accounts(place, live, principals)
            : ([], []);
        var owners = RequestSpace.Conditions(live, Atom.Owner).ToList();
        var owning = RequestSpace.Conditions(live, Atom.ResourceAccount).ToList();
        var namedOwners = owners.SelectMany(a => a.Literals).Distinct(StringComparer.Ordinal).ToList();
        // `aws:ResourceAccount` is an account's number, whatever a document compares it with.
        var owningAccounts = owning
            .SelectMany(a => a.Literals)
            .Where(a => AccountId.IsValid(a))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var named = namedOwners
            .Where(o => AccountId.IsValid(o))
            .Concat(owningAccounts)
            .Concat(asked)
            .Concat(alsoNamed)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var patterns = owners.Concat(owning).SelectMany(a => a.Globs).Select(BegunGlob.Of).Concat(alsoPatterns);
        var unnamed = accounts.Of(patterns, named, RequestSpace.UnnamedAccount);
        var unnamedAws = accounts.Of(owning.SelectMany(a => a.Globs).Select(BegunGlob.Of), named, UnnamedAwsAccount);
        return unnamed
            .Select(a => new Candidate(a, a, IsUnnamed: true))
            .Concat(named.Select(a => new Candidate(a, a, IsUnnamed: false)))
            .Concat(WithAlias([.. owningAccounts, .. unnamedAws, .. services.Except(owningAccounts)]))
            .Concat(aliased);
    }

    /// <summary>EC2 user guide, "Shared AMIs": there are no other aliases, whatever a document compares with.</summary>
    private static IEnumerable<Candidate> WithAlias(ImmutableArray<string> owning) =>
        OwnerAliases
            .Names.Select(n => n.Replace('_', '-'))
            .SelectMany(alias => owning.Select(a => new Candidate(alias, a, IsUnnamed: false)));
}
