using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>An owner that policies allow.</summary>
/// <param name="IsService">Whether it is an account whose images a managed service launches.</param>
internal sealed record AdoptedOwner(OwnerId Owner, ImageCriteria? Criteria, bool IsService, string Evidence);

/// <summary>
/// The owners whose images may be launched. Both layers must let an image in, so where both restrict launches the list is what they have in
/// common; an owner in one of them alone is told.
/// </summary>
internal sealed class DeriveOwners(ScpFacts scps, DeclarativeFacts declaratives, List<NotCarried> notCarried)
{
    private const string Criteria = "/ec2_attributes/allowed_images_settings/image_criteria";

    private const string Blocked = "is left out: the other layer blocks its images today";

    private readonly HashSet<string> reported = new(StringComparer.Ordinal);

    public ImmutableArray<AdoptedOwner> Run()
    {
        AnyOwner();
        var inScp = InScp();
        var services = scps
            .Launch?.Parts.SparedResourceAccounts.Where(a => AccountId.IsValid(a))
            .ToHashSet(StringComparer.Ordinal);
        if (declaratives.Main is not { } main)
            return [.. inScp.Select(FromScp), .. (services ?? []).Order(StringComparer.Ordinal).Select(ServiceFromScp)];

        var providers = Providers(main);
        if (scps.Launch is null)
            return [.. providers.Select(p => FromDeclarative(p, IsKnownService(p)))];
        var known = services ?? [];
        var isEnforced = declaratives.Meaning.State == AllowedImagesState.Enabled;
        return
        [
            .. inScp.Where(o => providers.Contains(o) || !isEnforced || Left(o)).Select(o => FromBoth(o, providers)),
            .. providers
                .Where(p => !inScp.Contains(p))
                .Where(p => IsService(p, known, inScp) || LeftOut(main, p))
                .Select(p => FromDeclarative(p, isService: true)),
            .. known
                .Where(a => !isEnforced && !providers.Contains(OwnerId.Parse(a)))
                .Order(StringComparer.Ordinal)
                .Select(ServiceFromScp),
        ];
    }

    /// <summary>A criterion without providers lets in images of everybody, and the configuration lists owners.</summary>
    private void AnyOwner()
    {
        if (declaratives.Main is not { } main)
            return;
        foreach (var criterion in main.Meaning.Criteria.Where(c => c.Providers.IsEmpty))
            notCarried.Add(
                NotCarried.Of(
                    main.Policy,
                    Path(criterion),
                    criterion.Criteria is { } criteria
                        ? $"allows images of any owner: {Governance.Proof.DeclarativeDifference.Describe(criteria)}"
                        : "allows images of any owner",
                    "its images are no longer allowed, unless their owner is listed"
                )
            );
    }

    /// <summary>As `ec2:Owner` has them.</summary>
    private List<OwnerId> InScp()
    {
        var owners = new List<OwnerId>();
        foreach (var text in scps.Launch?.Parts.Spared.Distinct(StringComparer.Ordinal) ?? [])
            if (OwnerId.TryParse(text, out var owner) && owner.IamName == text)
                owners.Add(owner);
            else if (scps.Launch is { } launch)
                Report(
                    launch,
                    text == StatementParts.OwnAccount
                        ? "allows launches from images of the caller's own account"
                        : $"allows images of the owner {text}",
                    "ours does not allow them"
                );
        return [.. owners.OrderBy(o => o.Account is null ? 1 : 0).ThenBy(o => o.IamName, StringComparer.Ordinal)];
    }

    private static List<OwnerId> Providers(ReadDeclarative main) =>
        [
            .. main
                .Meaning.Criteria.SelectMany(c => c.Providers)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(OwnerId.Parse),
        ];

    private static bool IsKnownService(OwnerId owner) =>
        owner.Account is { } account && ManagedServiceAccounts.ServiceOf(account.Value) is not null;

    /// <summary>Images of managed services carry the alias `amazon`.</summary>
    private static bool IsService(OwnerId provider, HashSet<string> accounts, List<OwnerId> inScp) =>
        provider.Account is { } account
        && (
            accounts.Contains(account.Value)
            || inScp.Contains(OwnerId.Of(OwnerAlias.Amazon)) && IsKnownService(provider)
        );

    private bool Left(OwnerId owner)
    {
        if (scps.Launch is { } launch)
            Report(launch, $"allows images of the owner {owner.IamName}, which no criterion lists", Blocked);
        return false;
    }

    private bool LeftOut(ReadDeclarative main, OwnerId provider)
    {
        var criterion = main.Meaning.Criteria.First(c => c.Providers.Contains(provider.DeclarativeName));
        notCarried.Add(
            NotCarried.Of(
                main.Policy,
                $"{Path(criterion)}/allowed_image_providers",
                $"allows images of {provider.DeclarativeName}, which no service control policy lists",
                Blocked
            )
        );
        return false;
    }

    private AdoptedOwner FromScp(OwnerId owner) => new(owner, null, IsService: false, By(scps.Launch?.Policy));

    private AdoptedOwner ServiceFromScp(string account) =>
        new(OwnerId.Parse(account), null, IsService: true, By(scps.Launch?.Policy));

    private AdoptedOwner FromDeclarative(OwnerId owner, bool isService)
    {
        var criteria = CriteriaOf(owner);
        return new(owner, criteria, isService && criteria is null, By(declaratives.Main?.Policy));
    }

    private AdoptedOwner FromBoth(OwnerId owner, List<OwnerId> providers) =>
        providers.Contains(owner)
            ? new(
                owner,
                CriteriaOf(owner),
                IsService: false,
                $"{By(declaratives.Main?.Policy)}, {By(scps.Launch?.Policy)}"
            )
            : FromScp(owner);

    private static string By(FoundPolicy? policy) =>
        policy is null ? "" : $"listed by {Base.Text.Sanitize.Text(policy.Words)}";

    /// <summary>Criteria are alternatives; the configuration has one for each owner.</summary>
    private ImageCriteria? CriteriaOf(OwnerId owner)
    {
        if (declaratives.Main is not { } main)
            return null;
        var all = main.Meaning.Criteria.Where(c => c.Providers.Contains(owner.DeclarativeName)).ToList();
        if (all.Exists(c => c.Criteria is null))
            return null;
        var joined = all[0].Criteria!;
        foreach (var next in all.Skip(1))
            if (Join(joined, next.Criteria!) is { } both)
                joined = both;
            else
                notCarried.Add(
                    NotCarried.Of(
                        main.Policy,
                        Path(next),
                        $"allows images of {owner.DeclarativeName}: {Governance.Proof.DeclarativeDifference.Describe(next.Criteria!)}",
                        $"ours has one criterion for each owner: {Governance.Proof.DeclarativeDifference.Describe(joined)}"
                    )
                );
        return joined;
    }

    /// <summary>Null where one criterion cannot say both: values of one list are alternatives, all else must hold at once.</summary>
    private static ImageCriteria? Join(ImageCriteria one, ImageCriteria other)
    {
        if (one.GroupKey == other.GroupKey)
            return one;
        var sameButNames = (one with { ImageNames = [] }).GroupKey == (other with { ImageNames = [] }).GroupKey;
        return sameButNames && !one.ImageNames.IsEmpty && !other.ImageNames.IsEmpty
            ? one with
            {
                ImageNames = [.. one.ImageNames.Union(other.ImageNames, StringComparer.Ordinal)],
            }
            : null;
    }

    private static string Path(ImageCriterion criterion) => $"{Criteria}/criteria_{criterion.Number}";

    private void Report(Told launch, string meaning, string becomes)
    {
        if (reported.Add(meaning))
            notCarried.Add(NotCarried.Of(launch.Policy, launch.Parts.Pointer, meaning, becomes));
    }
}
