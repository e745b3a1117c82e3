using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Exceptions give what they say, to those they name, until their end.</summary>
internal static class ExceptionGuarantees
{
    public static IEnumerable<GuaranteeResult> All(Proof proof, List<RequestClass> launches)
    {
        yield return NothingAfterTheEnd(proof, launches);
        yield return UsableBy(proof, launches);
    }

    private static GuaranteeResult NothingAfterTheEnd(Proof proof, List<RequestClass> launches)
    {
        var input = proof.Input;
        if (input.Exceptions.IsEmpty)
            return Guarantee.ExceptionsEnd.NotApplicable("there is no exception");
        var creations = input.Config.Policy.DenyAmiCreationInWorkloads ? proof.OnAnything(GuardedActions.Creation) : [];
        var result = Proof.Check(
            Guarantee.ExceptionsEnd,
            [.. input.IsEnforced ? launches : [], .. creations],
            c => c.DeniedBy is null && !ProofInput.IsExempt(c.Principal, ExemptFrom(input, c)),
            c => AfterTheEnd(proof, c)
        );
        return result with
        {
            Gaps =
            [
                "the declarative policy has no clock: for service-linked roles an exception ends when the policy is generated and deployed again",
            ],
        };
    }

    /// <summary>The principals that the deny of such a request spares.</summary>
    private static ImmutableArray<string> ExemptFrom(ProofInput input, RequestClass found) =>
        found.Image is null ? [.. input.BreakGlass, .. input.CreationRoles] : input.BreakGlass;

    /// <summary>An exception works when its images launch, and for one that creates images when its own calls pass.</summary>
    private static Breach? AfterTheEnd(Proof proof, RequestClass found)
    {
        var isCreation = found.Image is null;
        var concerned = isCreation ? proof.Accounts(found) : Proof.Owners(found).Select(o => o.Owner);
        var exception = concerned
            .Select(proof.Input.ExceptionOf)
            .FirstOrDefault(e => e is not null && (found.Time is null || found.Time >= e.End));
        if (exception is null)
            return null;
        var account = exception.AccountId.Value;
        var reason = $"the exception of {account} still works after {RequestSpace.Text(exception.End)}";
        return isCreation
            ? new Breach(reason, account, null)
            : new Breach(reason, proof.Accounts(found).First(), account);
    }

    private static GuaranteeResult UsableBy(Proof proof, List<RequestClass> launches)
    {
        var input = proof.Input;
        if (!input.IsEnforced)
            return Guarantee.UsableByIsKept.NotApplicable("audit mode blocks no launch");
        if (!input.Exceptions.Any(e => !e.UsableBy.IsEmpty && input.Now < e.End))
            return Guarantee.UsableByIsKept.NotApplicable("no exception has `usable_by`");
        var result = Proof.Check(
            Guarantee.UsableByIsKept,
            launches,
            c => c.DeniedBy is null && !ProofInput.IsExempt(c.Principal, input.BreakGlass),
            c => UsedByOthers(proof, c)
        );
        return result with
        {
            Gaps =
            [
                "launches by service-linked roles are outside the service control policy, which alone keeps `usable_by`",
            ],
        };
    }

    private static Breach? UsedByOthers(Proof proof, RequestClass found)
    {
        var input = proof.Input;
        var restricted = Proof
            .Owners(found)
            .Select(o => input.ExceptionOf(o.Owner))
            .Where(e => e is { UsableBy.IsEmpty: false } && input.Now < e.End);
        foreach (var exception in restricted)
        foreach (var account in proof.Accounts(found))
            if (exception is not null && !exception.IsUsableBy(account))
                return new Breach(
                    $"account {account} may launch images of {exception.AccountId}",
                    account,
                    exception.AccountId.Value
                );
        return null;
    }
}
