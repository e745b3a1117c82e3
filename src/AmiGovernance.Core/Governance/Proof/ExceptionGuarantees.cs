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
        var creations = input.Config.Policy.DenyAmiCreationInWorkloads ? proof.Of(GuardedActions.Creation) : [];
        var result = proof.Check(
            Guarantee.ExceptionsEnd,
            [.. input.IsEnforced ? launches : [], .. creations],
            Promise.AreDenied,
            c => !ProofInput.IsExempt(c.Principal, ExemptFrom(input, c)),
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
        GuardedActions.IsCreation(found.Action) && !IsOnOwner(input, found)
            ? [.. input.BreakGlass, .. input.CreationRoles]
            : input.BreakGlass;

    private static bool IsOnOwner(ProofInput input, RequestClass found) =>
        !GuardedActions.IsCreation(found.Action) || found.Image is not null && input.DeniesForeignCopies;

    /// <summary>An exception works when its images launch, and for one that creates images when its own calls pass.</summary>
    private static Breach? AfterTheEnd(Proof proof, RequestClass found)
    {
        var isCreation =
            GuardedActions.IsCreation(found.Action) && !ProofInput.IsExempt(found.Principal, proof.Input.CreationRoles);
        return (isCreation ? AfterTheEnd(proof, found, isCreation: true) : null)
            ?? (IsOnOwner(proof.Input, found) ? AfterTheEnd(proof, found, isCreation: false) : null);
    }

    private static Breach? AfterTheEnd(Proof proof, RequestClass found, bool isCreation)
    {
        var concerned = isCreation
            ? proof.Accounts(found)
            : proof.Owners(found).Select(o => o.Owner).Where(o => Stranger(proof, found, o) is not null);
        var ended =
            from account in concerned
            from moment in proof.Moments(found, account)
            let exception = proof.Input.ExceptionOf(account)
            where exception is not null && moment >= exception.End
            select (Exception: exception, Moment: moment);
        if (ended.FirstOrDefault() is not ({ } over, var when))
            return null;
        var name = over.AccountId.Value;
        var reason = $"the exception of {name} still works after {RequestSpace.Text(over.End)}";
        var breach = (
            isCreation ? new Breach(reason, name, null) : new Breach(reason, Stranger(proof, found, name) ?? name, name)
        ) with
        {
            Time = when,
        };
        return IsOpenToAll(proof, found, breach)
            ? breach with
            {
                Reason = $"{found.Action} is open to all, so nothing ends for {name} on {RequestSpace.Text(over.End)}",
            }
            : breach;
    }

    /// <summary>
    /// An account of the class to which the owner's images are foreign; null when they are what its roles may use for good.
    /// </summary>
    private static string? Stranger(Proof proof, RequestClass found, string owner)
    {
        var isCopy = GuardedActions.IsCopy(found.Action);
        return proof
            .Accounts(found)
            .FirstOrDefault(a =>
                isCopy ? !found.IsOwn(owner, a) : !RestoreGuarantees.IsRestore(proof.Input, found, owner, a)
            );
    }

    /// <summary>Whether the same request passes without any exception: then it is none that gives.</summary>
    private static bool IsOpenToAll(Proof proof, RequestClass found, Breach breach)
    {
        var example = Example.Of(found, breach);
        var stranger = breach.Owner is null
            ? Example.Of(found, breach with { Account = RequestSpace.UnnamedAccount })
            : example with
            {
                Owner = RequestSpace.UnnamedAccount,
            };
        return proof.Engine.Denies(stranger) == false;
    }

    private static GuaranteeResult UsableBy(Proof proof, List<RequestClass> launches)
    {
        var input = proof.Input;
        if (!input.IsEnforced)
            return Guarantee.UsableByIsKept.NotApplicable("audit mode blocks no launch");
        if (!input.Exceptions.Any(e => !e.UsableBy.IsEmpty && input.Now < e.End))
            return Guarantee.UsableByIsKept.NotApplicable("no exception has `usable_by`");
        var result = proof.Check(
            Guarantee.UsableByIsKept,
            launches,
            Promise.AreDenied,
            c => !ProofInput.IsExempt(c.Principal, input.BreakGlass),
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
        var restricted =
            from owner in proof.Owners(found)
            let exception = input.ExceptionOf(ProofInput.ListedAs(owner.Owner, owner.Account))
            where exception is { UsableBy.IsEmpty: false } && input.Now < exception.End
            from account in proof.Accounts(found)
            where !exception.IsUsableBy(account)
            select new Breach($"account {account} may launch images of {exception.AccountId}", account, owner.Owner)
            {
                OwnerAccount = owner.Account == owner.Owner ? null : owner.Account,
            };
        return restricted.FirstOrDefault();
    }
}
