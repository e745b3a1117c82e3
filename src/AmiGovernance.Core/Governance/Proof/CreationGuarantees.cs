using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Who creates and shares images.</summary>
internal static class CreationGuarantees
{
    public static IEnumerable<GuaranteeResult> All(Proof proof)
    {
        var creations = proof.OnAnything(GuardedActions.Creation);
        var sharing = proof.OnImages(GuardedActions.Sharing);
        yield return NobodyElse(proof, creations);
        yield return PublishersCan(proof, creations, sharing);
        yield return NothingBecomesPublic(proof, sharing);
        yield return BreakGlass(proof, creations, sharing);
    }

    private static GuaranteeResult NobodyElse(Proof proof, List<RequestClass> creations)
    {
        const string Title = "only publishers and creating exceptions create, copy, register, import or restore images";
        var input = proof.Input;
        if (!input.Config.Policy.DenyAmiCreationInWorkloads)
            return Proof.NotApplicable(3, Title, "`deny_ami_creation_in_workloads` is false");
        var result = Proof.Check(
            3,
            Title,
            creations,
            c => c.DeniedBy is null && !ProofInput.IsExempt(c.Principal, [.. input.BreakGlass, .. input.CreationRoles]),
            c =>
            {
                foreach (var account in LaunchGuarantees.Accounts(c, proof.Input))
                    if (!input.MayCreate(account, c.Time ?? input.Now))
                        return ($"account {account} may call {c.Action}", "", account);
                return null;
            }
        );
        return result with
        {
            Gaps = ["service-linked roles and the management account are outside the service control policy"],
        };
    }

    private static GuaranteeResult PublishersCan(Proof proof, List<RequestClass> creations, List<RequestClass> sharing)
    {
        var input = proof.Input;
        return Proof.Check(
            4,
            "publishers create and share, and exempt roles and creating exceptions create",
            [.. creations, .. sharing],
            c => c.DeniedBy is not null,
            c =>
            {
                foreach (var account in LaunchGuarantees.Accounts(c, proof.Input))
                {
                    var may = c.Image is null
                        ? input.MayCreate(account, c.Time ?? input.Now) && input.IsInPolicies(account)
                            || ProofInput.IsExempt(c.Principal, input.CreationRoles)
                        : input.Publishers.Contains(account);
                    if (may)
                        return (
                            $"statement `{c.DeniedBy?.Sid}` denies {c.Action} to account {account}",
                            c.Image?.Owner ?? "",
                            account
                        );
                }
                return null;
            }
        );
    }

    private static GuaranteeResult NothingBecomesPublic(Proof proof, List<RequestClass> sharing)
    {
        const string Title = "no image becomes public";
        var input = proof.Input;
        if (!input.Config.Policy.BlockPublicAmiSharing)
            return Proof.NotApplicable(5, Title, "`block_public_ami_sharing` is false");
        if (input.Declarative.BlocksPublicAccess != true)
            return new GuaranteeResult(5, Title, ProofOutcome.Refuted, 0)
            {
                Reason = "the declarative policy does not block public access",
            };
        var result = Proof.Check(
            5,
            Title,
            sharing,
            c => c.DeniedBy is null && !ProofInput.IsExempt(c.Principal, input.BreakGlass),
            c =>
            {
                foreach (var account in LaunchGuarantees.Accounts(c, proof.Input))
                    if (!input.Publishers.Contains(account))
                        return ($"account {account} may change launch permissions", c.Image?.Owner ?? "", account);
                return null;
            }
        );
        return result with { Gaps = ["images that are public already stay public"] };
    }

    private static GuaranteeResult BreakGlass(Proof proof, List<RequestClass> creations, List<RequestClass> sharing)
    {
        const string Title = "break-glass principals can act, and nobody else is them";
        var input = proof.Input;
        if (input.BreakGlass.IsEmpty)
            return Proof.NotApplicable(12, Title, "there are none");
        var result = Proof.Check(
            12,
            Title,
            [.. creations, .. sharing, .. proof.OnImages(GuardedActions.Launch)],
            c => c.DeniedBy is not null && (c.Principal is null || ProofInput.IsExempt(c.Principal, input.BreakGlass)),
            c =>
                (
                    $"statement `{c.DeniedBy?.Sid}` denies {c.Action} to {c.Principal?.Arn ?? "everyone"}",
                    c.Image?.Owner ?? "",
                    LaunchGuarantees.Accounts(c, proof.Input).First()
                )
        );
        var anywhere = input.BreakGlass.FirstOrDefault(p =>
            Wildcard.HasWildcards(AmiGovernance.Core.Base.Identifiers.PrincipalArn.Account(p))
            && !AmiGovernance
                .Core.Base.Identifiers.PrincipalArn.Resource(p)
                .StartsWith("role/aws-reserved/", StringComparison.Ordinal)
        );
        return result.Outcome == ProofOutcome.Proven && anywhere is not null
            ? result with
            {
                Outcome = ProofOutcome.NotProven,
                Reason = $"`{anywhere}` matches in any account: whoever may create a role of this name is it",
            }
            : result with
            {
                Gaps = ["the declarative policy knows no principals: it binds break-glass principals too"],
            };
    }
}
