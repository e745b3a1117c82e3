using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>What may be launched, and by whom.</summary>
internal static class LaunchGuarantees
{
    private const string ServiceLinkedGap =
        "an image that an account owns already, launched by a service-linked role (Auto Scaling, Spot): no layer denies it. Such images come from before, or from services that make images by their service-linked roles (guarantee 3)";

    private const string DeclarativeGap =
        "service-linked roles (Auto Scaling, Spot) and the management account: the service knows no EC2 policies, so no layer denies them anything";

    /// <summary>An account of the organization that no document names.</summary>
    private static readonly AccountId Workload = AccountId.Parse("999999999999");

    /// <summary>An owner that no document names, and no caller is.</summary>
    private const string Stranger = ImageClasses.UnnamedAwsAccount;

    /// <summary>A launch that stands for all of a class.</summary>
    private sealed record Launch(string Owner, string OwnerAccount, string Account, DateTimeOffset Time)
    {
        private bool IsOfKnownAccount =>
            Owner != OwnerAccount
            && OwnerAccount is not (RequestSpace.UnnamedAccount or ImageClasses.UnnamedAwsAccount);

        public string Images => IsOfKnownAccount ? $"{Owner} (account {OwnerAccount})" : Owner;

        /// <summary>Whether the class's own moment does as well.</summary>
        public bool IsAnyMoment { get; init; }

        public Breach Breach(string reason) =>
            new(reason, Account, Owner)
            {
                Time = IsAnyMoment ? null : Time,
                OwnerAccount = IsOfKnownAccount ? OwnerAccount : null,
            };
    }

    public static IEnumerable<GuaranteeResult> All(Proof proof, List<RequestClass> launches)
    {
        yield return NothingElse(proof, launches);
        yield return EverythingListed(proof, launches);
        yield return AuditDeniesNothing(proof, launches);
    }

    private static GuaranteeResult NothingElse(Proof proof, List<RequestClass> launches)
    {
        var input = proof.Input;
        if (!input.IsEnforced)
            return Guarantee.OnlyListedImagesLaunch.NotApplicable("audit mode blocks no launch");
        var result = proof.Check(
            Guarantee.OnlyListedImagesLaunch,
            launches,
            Promise.AreDenied,
            c => !ProofInput.IsExempt(c.Principal, input.BreakGlass),
            c =>
                Launches(proof, c)
                    .Where(l => !input.MayLaunch(l.Owner, l.OwnerAccount, l.Account, l.Time))
                    .Where(l => !RestoreGuarantees.IsRestore(input, c, l.Owner, l.Account))
                    .Select(l =>
                        l.Breach($"the service control policy lets account {l.Account} launch images of {l.Images}")
                    )
                    .FirstOrDefault()
        );
        if (result.Outcome == ProofOutcome.Proven && StrangerByDeclarative(input) is { } stranger)
            return result with
            {
                Outcome = ProofOutcome.Refuted,
                Reason =
                    "the declarative policy lets service-linked roles and the management account launch images of "
                    + stranger.IamOwner,
                Counterexample = IsAllowed(input, stranger) ? Arguments(stranger) : ShellText.Empty,
            };
        if (result.Outcome == ProofOutcome.Proven && Widened(input) is { } widened)
            return result with { Outcome = ProofOutcome.NotProven, Reason = widened };
        return result with { Gaps = Gaps(input) };
    }

    private static bool IsAllowed(ProofInput input, ImageFacts image) =>
        AllowedImages.Decide(input.Declarative, image, Workload, input.Now).Verdict == ImageVerdict.Allowed;

    private static ShellText Arguments(ImageFacts image)
    {
        var name = image.Name is null ? ShellText.Empty : ShellText.Of($" --image-name {image.Name}");
        return Example(ShellText.Of($"--service-linked-role --image-owner {image.IamOwner}{name}"));
    }

    private static ImmutableArray<string> Gaps(ProofInput input)
    {
        if (!input.HasDeclarative)
            return [DeclarativeGap, UncoveredWay.RootVolume.Text];
        var exempt = input.BreakGlass.Select(p =>
            $"`{p}` passes the service control policy; the declarative policy knows no principals and binds it"
        );
        var restoring = input.RestoreRoles.Select(p =>
            $"`{p}` launches every image that its own account owns, however it came there"
        );
        return [ServiceLinkedGap, UncoveredWay.RootVolume.Text, .. exempt, .. restoring];
    }

    /// <summary>
    /// The declarative policy governs service-linked roles and the management account; it knows no time and no principals.
    /// </summary>
    private static ImageFacts? StrangerByDeclarative(ProofInput input)
    {
        foreach (var criterion in input.Declarative.Criteria)
        {
            var provider = criterion.Providers.IsEmpty
                ? Stranger
                : criterion.Providers.FirstOrDefault(p => !IsListed(input, p));
            if (provider is null)
                continue;
            var name = criterion.Criteria?.ImageNames.FirstOrDefault()?.Replace('*', 'x').Replace('?', 'x');
            return OwnerAliases.FromDeclarativeName(provider) is { } alias
                ? new ImageFacts(Stranger, alias.IamName()) { Name = name }
                : new ImageFacts(provider, null) { Name = name };
        }
        return null;
    }

    private static bool IsListed(ProofInput input, string provider)
    {
        if (OwnerAliases.FromDeclarativeName(provider) is { } alias)
            return input.Config.Aliases.Any(a => a.Alias == alias);
        return input.Publishers.Contains(provider)
            || input.IsManagedService(provider)
            || input.Exceptions.Any(e => e.AccountId.Value == provider && input.Now < e.End);
    }

    private static GuaranteeResult EverythingListed(Proof proof, List<RequestClass> launches)
    {
        var input = proof.Input;
        var result = proof.CheckPermitted(
            Guarantee.ListedImagesLaunch,
            GuardedActions.Launch,
            launches,
            c =>
                LaunchesToBeAllowed(proof, c)
                    .Select(l => l.Breach($"{c.DeniedBy?.Words} denies account {l.Account} the images of {l.Images}"))
                    .FirstOrDefault()
        );
        if (result.Outcome != ProofOutcome.Proven || !input.HasDeclarative)
            return result;
        var byProvider = ProvidersOnly(input.Declarative);
        var missing = Listed(input)
            .FirstOrDefault(facts => AllowedImages.Decide(byProvider, facts, Workload, input.Now).IsDenied);
        if (missing is null)
            return Narrowed(input) is { } narrowed
                ? result with
                {
                    Outcome = ProofOutcome.NotProven,
                    Reason = narrowed,
                }
                : result;
        // In audit mode the image still launches, so that no request shows it.
        var isDenied = AllowedImages.Decide(input.Declarative, missing, Workload, input.Now).IsDenied;
        return result with
        {
            Outcome = ProofOutcome.Refuted,
            Reason = $"the declarative policy names {missing.IamOwner} in no criterion",
            Counterexample = isDenied ? Missing(missing) : ShellText.Empty,
        };
    }

    private static IEnumerable<Launch> LaunchesToBeAllowed(Proof proof, RequestClass found) =>
        Launches(proof, found)
            .Where(l => proof.Input.MayLaunch(l.Owner, l.OwnerAccount, l.Account, l.Time))
            .Where(l => proof.Input.IsThere(l.Owner, l.OwnerAccount))
            .Where(l => proof.Input.IsInPolicies(l.Owner));

    /// <summary>An alias alone leaves open which account it is, and accounts may be listed.</summary>
    private static ShellText Missing(ImageFacts image)
    {
        var account = image.OwnerAlias is null
            ? ShellText.Empty
            : ShellText.Of($" --image-owner-account {image.OwnerId}");
        return Example(ShellText.Of($"--image-owner {image.IamOwner}{account}"));
    }

    /// <summary>
    /// Whether the policy asks more of a provider's images than the configuration says: what it asks there depends on the image.
    /// </summary>
    private static string? Narrowed(ProofInput input)
    {
        var narrowed = Asked(input)
            .FirstOrDefault(provider =>
                !input.Declarative.Criteria.Any(c =>
                    (c.Providers.IsEmpty || c.Providers.Contains(provider.Key))
                    && (c.Criteria is null || provider.Contains(c.Criteria.GroupKey))
                ) && input.Declarative.Criteria.Any(c => c.Providers.Contains(provider.Key))
            );
        return narrowed is null
            ? null
            : $"the declarative policy asks of images of {narrowed.Key} what the configuration does not say"
                + " (names, ages, product codes or watermarks)";
    }

    /// <summary>
    /// Whether the policy admits images of a provider that the configuration asks more of. What the service control policy cannot look at,
    /// nothing else keeps out.
    /// </summary>
    private static string? Widened(ProofInput input)
    {
        var widened = Asked(input)
            .FirstOrDefault(provider =>
                !provider.Contains(null)
                && input.Declarative.Criteria.Any(c =>
                    (c.Providers.IsEmpty || c.Providers.Contains(provider.Key))
                    && !provider.Contains(c.Criteria?.GroupKey)
                )
            );
        return widened is null
            ? null
            : $"the declarative policy does not ask of images of {widened.Key} what the configuration says"
                + " (names, ages, product codes or watermarks)";
    }

    /// <summary>What the configuration asks of each provider's images; null among it where the provider alone is enough.</summary>
    private static IEnumerable<IGrouping<string, string?>> Asked(ProofInput input) =>
        input
            .Config.Publishers.Select(p => (Provider: p.AccountId.Value, p.Criteria))
            .Concat(input.Config.Aliases.Select(a => (Provider: a.Alias.DeclarativeName(), a.Criteria)))
            .Concat(Active(input).Select(account => (Provider: account, Criteria: (ImageCriteria?)null)))
            .GroupBy(a => a.Provider, a => a.Criteria?.GroupKey);

    private static IEnumerable<string> Active(ProofInput input) =>
        input.Exceptions.Where(e => input.Now < e.End).Select(e => e.AccountId.Value);

    private static IEnumerable<ImageFacts> Listed(ProofInput input)
    {
        var aliases = input.Config.Aliases.Select(a => a.Alias.IamName());
        return input
            .Publishers.Concat(Active(input))
            .Select(account => new ImageFacts(account, null))
            .Concat(aliases.Select(alias => new ImageFacts(UnnamedAccounts.Another, alias)));
    }

    /// <summary>Enforced; criteria besides the provider depend on the image, so only the provider counts.</summary>
    private static DeclarativePolicy ProvidersOnly(DeclarativePolicy policy) =>
        policy with
        {
            State = AllowedImagesState.Enabled,
            Criteria = [.. policy.Criteria.Select(c => c with { Criteria = null })],
        };

    private static GuaranteeResult AuditDeniesNothing(Proof proof, List<RequestClass> launches) =>
        proof.Input.IsEnforced
            ? Guarantee.AuditDeniesNothing.NotApplicable("the policies enforce")
            : proof.CheckPermitted(
                Guarantee.AuditDeniesNothing,
                GuardedActions.Launch,
                launches,
                c => new Breach($"{c.DeniedBy?.Words} denies a launch", proof.Accounts(c).First(), AnyOwner(proof, c))
            );

    /// <summary>A launch is never asked about without an owner.</summary>
    private static string AnyOwner(Proof proof, RequestClass found) => proof.Owners(found).First().Owner;

    private static IEnumerable<Launch> Launches(Proof proof, RequestClass found)
    {
        return from owner in proof.Owners(found)
            from user in Users(proof, found, owner.Owner)
            from moment in proof.Moments(found, owner.Owner)
            let isAnyOther = moment == proof.OwnMoment(found)
            select new Launch(owner.Owner, owner.Account, user, moment) { IsAnyMoment = isAnyOther };
    }

    /// <summary>Who launches matters for images with `usable_by` and for restores; for others one account stands for all.</summary>
    private static IEnumerable<string> Users(Proof proof, RequestClass found, string owner)
    {
        var accounts = proof.Accounts(found);
        // Two accounts that no document names are told apart, so that a stranger's image is not taken for the account's own.
        if (found.Image is { IsUnnamed: true } || ProofInput.IsExempt(found.Principal, proof.Input.RestoreRoles))
            accounts = accounts.Select(a => a == owner && !found.IsOwn(owner, a) ? UnnamedAccounts.Another : a);
        return proof.Input.IsRestricted(owner) ? accounts : OwnAndOne(accounts, owner);
    }

    /// <summary>The owner, if it is one of them, and one that stands for all others.</summary>
    private static IEnumerable<string> OwnAndOne(IEnumerable<string> accounts, string owner) =>
        accounts.Where(a => a != owner).Take(1).Concat(accounts.Where(a => a == owner));

    private static ShellText Example(ShellText arguments) =>
        ShellText.Of($"--action ec2:RunInstances --account {RequestSpace.UnnamedAccount} {arguments}");
}
