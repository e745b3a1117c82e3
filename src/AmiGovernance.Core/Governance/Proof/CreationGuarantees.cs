using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Who creates and shares images.</summary>
internal static class CreationGuarantees
{
    private const string ManagementGap =
        "publishers and the management account: the service knows no EC2 policies, so public access is blocked by no setting";

    public static IEnumerable<GuaranteeResult> All(Proof proof, List<RequestClass> launches)
    {
        var creations = proof.Of(GuardedActions.Creation);
        var sharing = proof.Of(GuardedActions.Sharing);
        ImmutableArray<string> exporting = proof.Input.Config.Policy.DenyContentExport ? GuardedActions.Export : [];
        ImmutableArray<string> actions = [.. GuardedActions.Creation, .. GuardedActions.Sharing, .. exporting];
        List<RequestClass> classes = [.. creations, .. sharing, .. proof.Of(exporting)];
        yield return NobodyElse(proof, creations);
        yield return PublishersCan(proof, actions, classes);
        yield return NothingBecomesPublic(proof, sharing);
        yield return BreakGlass(proof, [.. actions, .. GuardedActions.Launch], [.. classes, .. launches]);
    }

    private static GuaranteeResult NobodyElse(Proof proof, List<RequestClass> creations)
    {
        var input = proof.Input;
        if (!input.Config.Policy.DenyAmiCreationInWorkloads)
            return Guarantee.OnlyCreatorsCreate.NotApplicable("`deny_ami_creation_in_workloads` is false");
        var result = proof.Check(
            Guarantee.OnlyCreatorsCreate,
            creations,
            Promise.AreDenied,
            c => !ProofInput.IsExempt(c.Principal, [.. input.BreakGlass, .. input.CreationRoles]),
            c =>
                First(proof, c, (account, moment) => !input.MayCreate(account, moment)) is var (stranger, moment)
                    ? new Breach($"account {stranger} may call {c.Action}", stranger, OwnerIn(proof, c))
                    {
                        Time = moment,
                    }
                    : null
        );
        return result with
        {
            Gaps =
            [
                "service-linked roles and the management account are outside the service control policy",
                .. UncoveredWay.Services.Where(w => w.IsOpen(input.Statements)).Select(w => w.Text),
            ],
        };
    }

    private static GuaranteeResult PublishersCan(
        Proof proof,
        ImmutableArray<string> actions,
        List<RequestClass> classes
    )
    {
        if (proof.Input.Nobody(proof.Input.CreationRoles) is { } nobody)
            return Guarantee.CreatorsCreate.Refuted(Partitioned.Of(classes), nobody);
        return proof.CheckPermitted(
            Guarantee.CreatorsCreate,
            actions,
            classes,
            c => RoleCannot(proof, c) ?? AccountCannot(proof, c)
        );
    }

    /// <summary>Exempt roles create in any account; where copies are denied, they copy what their account may copy.</summary>
    private static Breach? RoleCannot(Proof proof, RequestClass found)
    {
        if (!GuardedActions.IsCreation(found.Action))
            return null;
        if (found.Principal is { } principal)
            return ProofInput.IsExempt(principal, proof.Input.CreationRoles)
                ? AnyCannot(proof, found, _ => true)
                : null;
        return PrincipalOf(found, proof.Input.CreationRoles) is { } role
            ? BreachOf(proof, found, PrincipalArn.Account(role), proof.OwnMoment(found), role)
            : null;
    }

    private static Breach? AccountCannot(Proof proof, RequestClass found) =>
        AnyCannot(proof, found, caller => Must(proof.Input, found, caller.Account, caller.Moment));

    private static Breach? AnyCannot(
        Proof proof,
        RequestClass found,
        Func<(string Account, DateTimeOffset Moment), bool> must
    ) =>
        Callers(proof, found)
            .Where(must)
            .Select(caller => BreachOf(proof, found, caller.Account, caller.Moment, null))
            .FirstOrDefault(breach => breach is not null);

    /// <summary>Null when there is no image that the account must be able to make the call on.</summary>
    private static Breach? BreachOf(
        Proof proof,
        RequestClass found,
        string account,
        DateTimeOffset moment,
        string? role
    ) =>
        OwnersFor(proof, found, account, moment)
            .Select(owner => new Breach($"{Denial(found)} to {role ?? $"account {account}"}", account, owner.Owner)
            {
                OwnerAccount = proof.Input.IsManagedService(owner.Account) ? owner.Account : null,
                Principal = role,
                Time = proof.OtherMoment(found, moment),
            })
            .FirstOrDefault();

    private static string Denial(RequestClass found) => $"{found.DeniedBy?.Words} denies {found.Action}";

    /// <summary>
    /// Whether the account must be able to do this: to create when it may; to share, and to export what others may not, when it is an own
    /// publisher.
    /// </summary>
    private static bool Must(ProofInput input, RequestClass found, string account, DateTimeOffset moment) =>
        GuardedActions.IsCreation(found.Action)
            ? input.MayCreate(account, moment) && input.IsInPolicies(account)
            : input.Sharers.Contains(account);

    private static GuaranteeResult NothingBecomesPublic(Proof proof, List<RequestClass> sharing)
    {
        var input = proof.Input;
        if (WeakerState(input) is { } weaker)
            return Guarantee.NothingBecomesPublic.Refuted(new Partitioned(0), weaker);
        if (!input.Config.Policy.BlockPublicAmiSharing)
            return Guarantee.NothingBecomesPublic.NotApplicable("`block_public_ami_sharing` is false");
        var result = proof.Check(
            Guarantee.NothingBecomesPublic,
            sharing,
            Promise.AreDenied,
            c => !ProofInput.IsExempt(c.Principal, input.BreakGlass),
            c =>
                First(proof, c, (account, _) => !input.Sharers.Contains(account)) is var (stranger, _)
                    ? new Breach($"account {stranger} may change launch permissions", stranger, c.Image?.Owner)
                    : null
        );
        ImmutableArray<string> gaps = ["images that are public already stay public"];
        return result with { Gaps = input.HasDeclarative ? gaps : gaps.Add(ManagementGap) };
    }

    /// <summary>What the configuration blocks and the declarative policy does not, or not as much; null when there is nothing.</summary>
    private static string? WeakerState(ProofInput input)
    {
        if (!input.HasDeclarative)
            return null;
        foreach (var attribute in DeclarativeAttributes.WithState)
        {
            var wanted = input.Config.Policy.States.GetValueOrDefault(attribute.Name);
            var found = input.Declarative.StateOf(attribute);
            if (attribute.Restricts(wanted) && !attribute.Lost(wanted, found).IsEmpty)
                return attribute == DeclarativeAttributes.ImageBlockPublicAccess
                    ? "the declarative policy does not block public access"
                    : $"the declarative policy sets `{attribute.Name}` to {found ?? "nothing"}, not to `{wanted}`";
        }
        return null;
    }

    private static GuaranteeResult BreakGlass(Proof proof, ImmutableArray<string> actions, List<RequestClass> classes)
    {
        var input = proof.Input;
        if (input.BreakGlass.IsEmpty)
            return Guarantee.BreakGlassWorks.NotApplicable("there are none");
        if (input.Nobody(input.BreakGlass) is { } nobody)
            return Guarantee.BreakGlassWorks.Refuted(Partitioned.Of(classes), nobody);
        var result = proof.CheckPermitted(
            Guarantee.BreakGlassWorks,
            actions,
            classes,
            c => PrincipalOf(c, input.BreakGlass) is { } principal ? Bound(proof, c, principal) : null
        );
        var open = input.BreakGlass.Select(OpenPrincipal.Of).FirstOrDefault(o => o is not null);
        if (result.Outcome == ProofOutcome.Proven && open is not null)
            return result with { Outcome = ProofOutcome.NotProven, HasOwnFinding = true, Reason = $"{open} is it" };
        return result with
        {
            Gaps = ["the declarative policy knows no principals: it binds break-glass principals too"],
        };
    }

    private static Breach Bound(Proof proof, RequestClass found, string principal) =>
        new(
            $"{Denial(found)} to {found.Principal?.Arn ?? "everyone"}",
            PrincipalArn.Account(principal),
            OwnerIn(proof, found)
        )
        {
            Principal = principal,
        };

    /// <summary>One of the principals that the class holds; null when it holds none.</summary>
    private static string? PrincipalOf(RequestClass found, ImmutableArray<string> patterns)
    {
        if (found.Principal is { } principal)
            return ProofInput.IsExempt(principal, patterns) ? principal.Arn : null;
        var partition = found.Place?.Partition ?? Partition.Aws;
        return patterns.Select(p => PrincipalPattern.Sample(p, partition)).FirstOrDefault(arn => arn is not null);
    }

    /// <summary>Null for calls on no image that is there.</summary>
    private static string? OwnerIn(Proof proof, RequestClass found) =>
        found.Image is null && !GuardedActions.IsLaunch(found.Action) && !GuardedActions.IsSharing(found.Action)
            ? null
            : proof.Owners(found).First().Owner;

    /// <summary>The owners whose images the account must be able to make the call on: of copies those on the list, and its own.</summary>
    private static IEnumerable<(string? Owner, string Account)> OwnersFor(
        Proof proof,
        RequestClass found,
        string account,
        DateTimeOffset moment
    )
    {
        if (found.Image is null || !GuardedActions.IsCopy(found.Action) || !proof.Input.DeniesForeignCopies)
            return [(OwnerIn(proof, found), "")];
        return proof
            .Owners(found)
            .Where(o =>
                found.IsOwn(o.Owner, account)
                || proof.Input.MayCopy(o.Owner, o.Account, account, moment) && proof.Input.IsInPolicies(o.Owner)
            )
            .Select(o => ((string?)o.Owner, o.Account));
    }

    private static (string Account, DateTimeOffset? Moment)? First(
        Proof proof,
        RequestClass found,
        Func<string, DateTimeOffset, bool> isWrong
    )
    {
        foreach (var (account, moment) in Callers(proof, found))
            if (isWrong(account, moment))
                return (account, proof.OtherMoment(found, moment));
        return null;
    }

    private static IEnumerable<(string Account, DateTimeOffset Moment)> Callers(Proof proof, RequestClass found) =>
        from account in proof.Accounts(found)
        from moment in proof.Moments(found, account)
        select (account, moment);
}
