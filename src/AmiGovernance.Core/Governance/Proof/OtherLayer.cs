using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// What the declarative policy makes of a request that the service control policy should deny and does not. A guarantee that rests on both
/// layers is broken all the same; whoever asks `explain` about the request must not be surprised by its answer.
/// </summary>
internal static class OtherLayer
{
    /// <summary>The request as `explain` can answer it, and what follows the reason.</summary>
    public static (Example Asked, string Note) Of(ProofInput input, Example example)
    {
        if (!input.HasDeclarative)
            return (example, "");
        if (ManagedAttributes.Refusing(input.Declarative, example.Action, sharesPublicly: false) is not null)
            return (example, "; the declarative policy alone stops it");
        if (ManagedAttributes.Blocking(input.Declarative, example.Action) is not null)
            return (example.ToEveryone(), "; the declarative policy alone stops sharing with everyone");
        // A copy of an image that the account owns is stopped by no list.
        if (GuardedActions.IsCopy(example.Action) && example.Owner is null)
            return (example with { Owner = example.Account }, "");
        return (example, Denies(input, example) ? "; the declarative policy alone stops it" : "");
    }

    private static bool Denies(ProofInput input, Example example)
    {
        var isAsked = GuardedActions.IsLaunch(example.Action) || GuardedActions.IsCopy(example.Action);
        if (!isAsked || example.Call(input.Now) is not { ImageOwner: { } owner } call)
            return false;
        var image = OwnerAliases.FromIamName(owner) is null
            ? new ImageFacts(owner, null)
            : new ImageFacts(call.ImageOwnerAccount ?? UnnamedAccounts.Another, owner);
        return AllowedImages.Decide(input.Declarative, image, call.Account, call.Time).Verdict == ImageVerdict.Denied;
    }
}
