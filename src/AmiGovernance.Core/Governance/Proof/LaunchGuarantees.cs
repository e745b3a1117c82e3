using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>What may be launched, by whom, until when.</summary>
internal static class LaunchGuarantees
{
    private const string ServiceLinkedGap =
        "an image that an account owns already, launched by a service-linked role (Auto Scaling, Spot): no layer denies it; creation is denied, so such images only come from before";

    public static IEnumerable<GuaranteeResult> All(Proof proof)
    {
        var classes = proof.OnImages(GuardedActions.Launch);
        yield return NothingElse(proof, classes);
        yield return EverythingListed(proof, classes);
        yield return NothingAfterTheEnd(proof, classes);
        yield return UsableBy(proof, classes);
        yield return AuditDeniesNothing(proof, classes);
        yield return LayersAgree(proof);
    }

    private static GuaranteeResult NothingElse(Proof proof, List<RequestClass> classes)
    {
        const string Title = "no member account launches an image of an owner outside its list";
        var input = proof.Input;
        if (!input.IsEnforced)
            return Proof.NotApplicable(1, Title, "audit mode blocks no launch");
        var result = Proof.Check(
            1,
            Title,
            classes,
            c => c.DeniedBy is null && !ProofInput.IsExempt(c.Principal, input.BreakGlass),
            c =>
            {
                foreach (var (owner, ownerAccount) in Owners(c))
                foreach (var account in Users(c, owner, input))
                    if (!input.MayLaunch(owner, ownerAccount, account, c.Time ?? input.Now))
                        return (
                            $"the service control policy lets account {account} launch images of {owner}",
                            owner,
                            account
                        );
                return null;
            }
        );
        if (result.Outcome == ProofOutcome.Proven && DeclarativeLetsThrough(input) is { } stranger)
            return result with
            {
                Outcome = ProofOutcome.Refuted,
                Reason =
                    $"the declarative policy lets service-linked roles and the management account launch images of {stranger}",
                Counterexample =
                    $"--action ec2:RunInstances --account {RequestSpace.UnnamedAccount} --service-linked-role --image-owner {stranger}",
            };
        return result with
        {
            Gaps =
            [
                ServiceLinkedGap,
                .. input.BreakGlass.Select(p =>
                    $"`{p}` passes the service control policy; the declarative policy knows no principals and binds it"
                ),
            ],
        };
    }

    /// <summary>The declarative policy governs service-linked roles and the management account; it knows no time and no principals.</summary>
    private static string? DeclarativeLetsThrough(ProofInput input)
    {
        var providers = input.Declarative.Criteria.SelectMany(c => c.Providers).ToHashSet(StringComparer.Ordinal);
        if (input.Declarative.Criteria.Any(c => c.Providers.IsEmpty))
            return RequestSpace.UnnamedAccount;
        return providers.FirstOrDefault(p =>
            OwnerAliases.FromDeclarativeName(p) is { } alias
                ? input.Config.Aliases.All(a => a.Alias != alias)
                : !input.Publishers.Contains(p)
                    && !input.IsManagedService(p)
                    && input.Exceptions.All(e => e.AccountId.Value != p || input.Now >= ProofInput.End(e))
        );
    }

    private static GuaranteeResult EverythingListed(Proof proof, List<RequestClass> classes)
    {
        var input = proof.Input;
        var result = Proof.Check(
            2,
            "every image on the list can be launched by those who may",
            classes,
            c => c.DeniedBy is not null,
            c =>
            {
                foreach (var (owner, ownerAccount) in Owners(c))
                foreach (var account in Users(c, owner, input))
                    if (input.MayLaunch(owner, ownerAccount, account, c.Time ?? input.Now) && input.IsInPolicies(owner))
                        return (
                            $"statement `{c.DeniedBy?.Sid}` denies account {account} the images of {owner}",
                            owner,
                            account
                        );
                return null;
            }
        );
        if (result.Outcome != ProofOutcome.Proven)
            return result;
        var missing = Listed(input).FirstOrDefault(facts => DeniedByProvider(input, facts));
        return missing is null
            ? result
            : result with
            {
                Outcome = ProofOutcome.Refuted,
                Reason = $"the declarative policy names {missing.IamOwner} in no criterion",
                Counterexample =
                    $"--action ec2:RunInstances --account {RequestSpace.UnnamedAccount} --image-owner {missing.IamOwner}",
            };
    }

    private static IEnumerable<ImageFacts> Listed(ProofInput input) =>
        input
            .Publishers.Select(p => new ImageFacts(p, null))
            .Concat(
                input
                    .Exceptions.Where(e => input.Now < ProofInput.End(e))
                    .Select(e => new ImageFacts(e.AccountId.Value, null))
            )
            .Concat(input.Config.Aliases.Select(a => new ImageFacts(RequestSpace.UnnamedAccount, a.Alias.IamName())));

    /// <summary>Criteria besides the provider depend on the image, so only the provider counts here.</summary>
    private static bool DeniedByProvider(ProofInput input, ImageFacts facts)
    {
        var byProvider = input.Declarative with
        {
            State = AllowedImagesState.Enabled,
            Criteria = [.. input.Declarative.Criteria.Select(c => c with { Criteria = null })],
        };
        return AllowedImages.Decide(byProvider, facts, AccountId.Parse("999999999999"), input.Now).IsDenied;
    }

    private static GuaranteeResult NothingAfterTheEnd(Proof proof, List<RequestClass> classes)
    {
        const string Title = "from its end date on, an exception gives nothing, with nobody deploying anything";
        var input = proof.Input;
        if (input.Exceptions.IsEmpty)
            return Proof.NotApplicable(7, Title, "there is no exception");
        var exceptions = input.Exceptions.ToDictionary(e => e.AccountId.Value, StringComparer.Ordinal);
        var creations = input.Config.Policy.DenyAmiCreationInWorkloads ? proof.OnAnything(GuardedActions.Creation) : [];
        bool Concerned(RequestClass c) =>
            c.DeniedBy is null
            && !ProofInput.IsExempt(
                c.Principal,
                c.Image is null ? [.. input.BreakGlass, .. input.CreationRoles] : input.BreakGlass
            );
        var result = Proof.Check(
            7,
            Title,
            [.. input.IsEnforced ? classes : [], .. creations],
            Concerned,
            c =>
            {
                var concerned = c.Image is null ? Accounts(c, proof.Input) : Owners(c).Select(o => o.Owner);
                foreach (var account in concerned)
                    if (
                        exceptions.TryGetValue(account, out var exception)
                        && (c.Time is null || c.Time >= ProofInput.End(exception))
                    )
                        return (
                            $"the exception of {account} still works after {RequestSpace.Text(ProofInput.End(exception))}",
                            c.Image is null ? "" : account,
                            c.Image is null ? account : Accounts(c, input).First()
                        );
                return null;
            }
        );
        return result with
        {
            Gaps =
            [
                "the declarative policy has no clock: for service-linked roles an exception ends when the policy is generated and deployed again",
            ],
        };
    }

    private static GuaranteeResult UsableBy(Proof proof, List<RequestClass> classes)
    {
        const string Title = "images of an exception with `usable_by` are launched by those accounts only";
        var input = proof.Input;
        var restricted = input
            .Exceptions.Where(e => !e.UsableBy.IsEmpty && input.Now < ProofInput.End(e))
            .ToDictionary(e => e.AccountId.Value, StringComparer.Ordinal);
        if (!input.IsEnforced || restricted.Count == 0)
            return Proof.NotApplicable(
                8,
                Title,
                input.IsEnforced ? "no exception has `usable_by`" : "audit mode blocks no launch"
            );
        var result = Proof.Check(
            8,
            Title,
            classes,
            c => c.DeniedBy is null && !ProofInput.IsExempt(c.Principal, input.BreakGlass),
            c =>
            {
                foreach (var (owner, _) in Owners(c).Where(o => restricted.ContainsKey(o.Owner)))
                foreach (var account in Accounts(c, proof.Input))
                    if (
                        restricted[owner] is { } exception
                        && account != owner
                        && exception.UsableBy.All(u => u.Value != account)
                    )
                        return ($"account {account} may launch images of {owner}", owner, account);
                return null;
            }
        );
        return result with
        {
            Gaps =
            [
                "launches by service-linked roles are outside the service control policy, which alone keeps `usable_by`",
            ],
        };
    }

    private static GuaranteeResult AuditDeniesNothing(Proof proof, List<RequestClass> classes)
    {
        const string Title = "in audit mode no launch is denied that was not denied before";
        return proof.Input.IsEnforced
            ? Proof.NotApplicable(9, Title, "the policies enforce")
            : Proof.Check(
                9,
                Title,
                classes,
                c => c.DeniedBy is not null,
                c =>
                    (
                        $"statement `{c.DeniedBy?.Sid}` denies a launch",
                        c.Image?.Owner ?? "",
                        Accounts(c, proof.Input).First()
                    )
            );
    }

    private static GuaranteeResult LayersAgree(Proof proof)
    {
        const string Title = "both layers allow the same owners";
        var input = proof.Input;
        if (!input.IsEnforced)
            return Proof.NotApplicable(10, Title, "in audit mode the service control policy has no list");
        var declarative = input.Declarative.Criteria.SelectMany(c => c.Providers).ToHashSet(StringComparer.Ordinal);
        var launch = proof
            .Denies.Where(d =>
                d.Source.Actions.Contains("ec2:RunInstances")
                && d.Atoms.Any(a => a is { Key: Atom.Owner, IsNegated: true })
            )
            .SelectMany(d => d.Atoms)
            .Where(a => a is { IsNegated: true, Key: Atom.Owner or Atom.ResourceAccount })
            .SelectMany(a => a.Values)
            .Select(v => OwnerAliases.FromIamName(v)?.DeclarativeName() ?? v)
            .ToHashSet(StringComparer.Ordinal);
        var difference = declarative
            .Where(p => !launch.Contains(p) && !(input.IsManagedService(p) && launch.Contains("amazon")))
            .Concat(launch.Where(p => !declarative.Contains(p)))
            .Order(StringComparer.Ordinal)
            .ToList();
        var result = new GuaranteeResult(
            10,
            Title,
            difference.Count == 0 ? ProofOutcome.Proven : ProofOutcome.Refuted,
            declarative.Count + launch.Count
        );
        return difference.Count == 0
            ? result with
            {
                Gaps =
                [
                    .. input.Declarative.Criteria.Any(c => c.Criteria is not null)
                        ? ImmutableArray.Create(
                            "image criteria besides the owner are known to the declarative policy only"
                        )
                        : [],
                ],
            }
            : result with
            {
                Reason = $"only one layer allows {string.Join(", ", difference.Take(5))}",
            };
    }

    internal static IEnumerable<(string Owner, string Account)> Owners(RequestClass c) =>
        c.Image is not { } image ? [(RequestSpace.UnnamedAccount, RequestSpace.UnnamedAccount)]
        : image.IsUnnamed ? [(image.Owner, image.OwnerAccount)]
        : image.Members.Select(m => (m, AccountId.IsValid(m) ? m : image.OwnerAccount));

    /// <summary>Who launches matters only for images with `usable_by`; for others one account stands for all.</summary>
    private static IEnumerable<string> Users(RequestClass c, string owner, ProofInput input) =>
        input.IsRestricted(owner) ? Accounts(c, input) : Accounts(c, input).Take(1);

    /// <summary>The accounts of a class; when the answer did not depend on the caller, every account that the configuration names and any other.</summary>
    internal static IEnumerable<string> Accounts(RequestClass c, ProofInput input) =>
        c.Principal is not { } principal ? input.NamedAccounts.Prepend(RequestSpace.UnnamedAccount)
        : principal.Accounts.IsEmpty ? [principal.Account]
        : principal.Accounts;
}
