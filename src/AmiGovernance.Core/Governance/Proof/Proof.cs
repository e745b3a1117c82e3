using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>A request that breaks a guarantee.</summary>
/// <param name="Reason">In one sentence.</param>
/// <param name="Account">The caller's.</param>
/// <param name="Owner">Of the image, as `ec2:Owner` spells it; null when the request concerns no image.</param>
internal sealed record Breach(string Reason, string Account, string? Owner)
{
    /// <summary>Set where not every moment of the class breaks the guarantee.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Set where not every caller of the class breaks the guarantee.</summary>
    public string? Principal { get; init; }

    /// <summary>The account that owns the image, where the owner is an alias and the account is known.</summary>
    public string? OwnerAccount { get; init; }
}

/// <summary>What a guarantee says of the requests that it is about.</summary>
internal enum Promise
{
    AreDenied,
    AreNotDenied,
}

/// <summary>What the guarantees share.</summary>
internal sealed record Proof(
    ProofInput Input,
    RequestSpace Space,
    ImmutableArray<DenyStatement> Denies,
    ProofEngine Engine
)
{
    /// <summary>The classes of calls with all resources that each of them touches.</summary>
    public List<RequestClass> Of(IEnumerable<string> actions) =>
        Space.Classes(RunInstancesFirst(actions), Asked.Always);

    /// <summary>The classes of calls with the resources that only some of them name, each asked alone.</summary>
    public List<RequestClass> OfOptional(IEnumerable<string> actions) =>
        Space.Classes(RunInstancesFirst(actions), Asked.Sometimes);

    /// <summary>A counterexample with the action that everybody knows is the easiest to read.</summary>
    private static IEnumerable<string> RunInstancesFirst(IEnumerable<string> actions) =>
        actions.OrderBy(a => a == "ec2:RunInstances" ? 0 : 1);

    /// <summary>Looks for the first class, in order of its simplicity, that breaks the guarantee.</summary>
    /// <param name="concerned">Only classes with this answer can break it.</param>
    /// <param name="breach">Null when the class does not break it.</param>
    public GuaranteeResult Check(
        Guarantee guarantee,
        IReadOnlyCollection<RequestClass> classes,
        Promise promise,
        Func<RequestClass, bool> concerned,
        Func<RequestClass, Breach?> breach
    )
    {
        string? doubt = null;
        foreach (var found in classes.Where(c => MayBreak(c, promise)).Where(concerned))
        {
            if (found.Depends is { IsTooManyWays: true } open)
            {
                doubt ??= open.Text;
                continue;
            }
            if (breach(found) is not { } broken)
                continue;
            if (found.Depends is { } depends)
            {
                doubt ??= depends.Text;
                continue;
            }
            var example = Example.Of(found, broken);
            if (Engine.Denies(example) == (promise == Promise.AreNotDenied))
                return Refuted(guarantee.Refuted(Partitioned.Of(classes), broken.Reason), promise, example);
            doubt ??=
                $"the engine does not confirm that {broken.Reason} ({SuggestedCommand.Of($"amigov explain {example.Arguments}")})";
        }
        return doubt is null
            ? guarantee.Proven(Partitioned.Of(classes))
            : guarantee.NotProven(Partitioned.Of(classes), doubt);
    }

    private GuaranteeResult Refuted(GuaranteeResult result, Promise promise, Example example)
    {
        var (asked, note) = promise == Promise.AreDenied ? OtherLayer.Of(Input, example) : (example, "");
        return result with { Reason = result.Reason + note, Counterexample = asked.Arguments, Request = asked };
    }

    /// <summary>
    /// The same of calls that must not be denied. A call may name more resources than it needs, such as key pairs: where it is denied then,
    /// nothing is proven.
    /// </summary>
    /// <param name="actions">Those of the classes.</param>
    public GuaranteeResult CheckPermitted(
        Guarantee guarantee,
        IEnumerable<string> actions,
        IReadOnlyCollection<RequestClass> classes,
        Func<RequestClass, Breach?> breach
    )
    {
        var result = Check(guarantee, classes, Promise.AreNotDenied, _ => true, breach);
        if (result.Outcome != ProofOutcome.Proven)
            return result;
        var denied = OfOptional(actions)
            .Where(c => MayBreak(c, Promise.AreNotDenied))
            .FirstOrDefault(c => c.Depends is { IsTooManyWays: true } || breach(c) is not null);
        return denied is null ? result : result with { Outcome = ProofOutcome.NotProven, Reason = WithMore(denied) };
    }

    private static string WithMore(RequestClass found)
    {
        const string Further = "that names further resources (key pairs, snapshots, …)";
        return found.Depends is { } depends
            ? $"for a call of {found.Action} {Further} it {depends.Text}"
            : $"{found.DeniedBy?.Words} denies a call of {found.Action} {Further}";
    }

    /// <summary>
    /// The moments of a class that can differ for an account: one of the class, and those around the end of the account's exception.
    /// </summary>
    public IEnumerable<DateTimeOffset> Moments(RequestClass found, string account)
    {
        var one = OwnMoment(found);
        return Input.ExceptionOf(account) is { End: var end }
            ? new[] { one, end, end.SecondBefore() }.Where(found.IsAt).Distinct()
            : [one];
    }

    /// <summary>The moment that stands for a class; now where the answer did not depend on the time.</summary>
    public DateTimeOffset OwnMoment(RequestClass found) => found.Time ?? Input.Now;

    /// <summary>The time to name in a breach; null where it is the class's own.</summary>
    public DateTimeOffset? OtherMoment(RequestClass found, DateTimeOffset moment) =>
        moment == OwnMoment(found) ? null : moment;

    private static bool MayBreak(RequestClass found, Promise promise) =>
        promise == Promise.AreDenied ? found.DeniedBy is null : found.DeniedBy is not null || found.Depends is not null;

    /// <summary>
    /// The owners of a class with their accounts, as `ec2:Owner` and `aws:ResourceAccount` have them; when the answer did not
    /// depend on the image, every owner that the configuration names and any other.
    /// </summary>
    public IEnumerable<(string Owner, string Account)> Owners(RequestClass found)
    {
        if (found.Image is not { } image)
            return Input.NamedOwners.Prepend((RequestSpace.UnnamedAccount, RequestSpace.UnnamedAccount));
        return image.IsUnnamed ? [(image.Owner, image.OwnerAccount)] : image.Images;
    }

    /// <summary>
    /// The accounts of a class; when the answer did not depend on the caller, every account that the configuration names and
    /// any other.
    /// </summary>
    public IEnumerable<string> Accounts(RequestClass found)
    {
        if (found.Principal is not { } principal)
            return Input.NamedAccounts.Prepend(RequestSpace.UnnamedAccount);
        return principal.Accounts.IsEmpty ? [principal.Account] : principal.Accounts;
    }
}
