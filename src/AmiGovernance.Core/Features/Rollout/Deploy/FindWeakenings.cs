using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>
/// Finds what gets weaker by a plan, account by account: by what is in effect of the declarative policies, and by what our service
/// control policies deny. Where our policies were not, nothing gets weaker.
/// </summary>
internal sealed class FindWeakenings
{
    private readonly ReviewedEntries entries;

    private FindWeakenings(ReviewedEntries entries) => this.entries = entries;

    /// <summary>The gravest kinds first.</summary>
    /// <param name="plan">The calls.</param>
    /// <param name="observed">The organization as it is.</param>
    /// <param name="after">The same once the calls are made.</param>
    /// <param name="desired">Tells which policies are ours.</param>
    /// <param name="accounts">Where enforcement begins and ends.</param>
    /// <param name="entries">Those that want it so.</param>
    public static ImmutableArray<Weakening> Run(
        Plan plan,
        Organization observed,
        Organization after,
        DesiredState desired,
        AffectedAccounts accounts,
        ReviewedEntries entries
    )
    {
        var (was, becomes) = (new OurReach(observed, desired), new OurReach(after, desired));
        var find = new FindWeakenings(entries);
        var parts = observed
            .Accounts.Select(a => a.Id)
            .GroupBy(a => (was.Situation(a), becomes.Situation(a)))
            .Select(part => part.ToImmutableArray());
        var found = parts.SelectMany(part => find.In(was.In(part[0]), becomes.In(part[0]), part));
        return [.. Ended(plan, accounts), .. Together(found)];
    }

    /// <summary>Where a policy of others enforces too, no account gets weaker, and our denies go all the same.</summary>
    private static IEnumerable<Weakening> Ended(Plan plan, AffectedAccounts accounts)
    {
        if (!accounts.Weaker.IsEmpty)
            return [new Weakening(WeakeningKind.EnforcementEnds, "enforcement ends", accounts.Weaker)];
        return plan.EndsEnforcement
            ? [new Weakening(WeakeningKind.EnforcementEnds, "our policies no longer block launches", [])]
            : [];
    }

    private static IEnumerable<Weakening> Together(IEnumerable<Weakening> found) =>
        found
            .GroupBy(w => (w.Kind, w.What))
            .Select(g => g.First() with { Accounts = [.. g.SelectMany(w => w.Accounts).Distinct().Order()] })
            .OrderBy(w => w.Kind)
            .ThenBy(w => w.What, StringComparer.Ordinal);

    private IEnumerable<Weakening> In(AccountPolicies was, AccountPolicies becomes, ImmutableArray<AccountId> accounts)
    {
        var taken = Gone(was, becomes).Select(what => new Weakening(WeakeningKind.SmallerTarget, what, accounts));
        var denials = Denials(was, becomes).ToList();
        var declarative = Declarative(was, becomes, denials).Select(w => w with { Accounts = accounts });
        var serviceControl = denials.SelectMany(change => Denial(change, Callers(change, accounts)));
        var unknown = Unknown(was, becomes).Select(w => w with { Accounts = accounts });
        return [.. taken, .. declarative, .. serviceControl, .. unknown];
    }

    /// <summary>Denies that go, and of which the prover cannot tell what they denied.</summary>
    private static IEnumerable<Weakening> Unknown(AccountPolicies was, AccountPolicies becomes)
    {
        if (becomes.Documents.IsEmpty)
            return [];
        var denies = was.Statements.Where(s => s.Effect == Effect.Deny).ToList();
        return PolicyDifference
            .Unclear(denies, becomes.Statements)
            .Select(statement => Removed($"{statement} goes, and what it denied cannot be told"));
    }

    /// <summary>Service control policies decide on calls by principals of the account: a named caller must be one of them.</summary>
    private static ImmutableArray<AccountId> Callers(ChangedRequests change, ImmutableArray<AccountId> accounts)
    {
        var (named, others) = (change.NamedCallers.Accounts, change.NamedCallers.Others);
        return IsByAccounts(change)
            ? [.. accounts.Where(a => named.Contains(a.Value, StringComparer.Ordinal))]
            : [.. accounts.Where(a => !others.Contains(a.Value, StringComparer.Ordinal))];
    }

    private static bool IsByAccounts(ChangedRequests change) =>
        change.NamedCallers is { Accounts.IsEmpty: false, Patterns.IsEmpty: true };

    private static IEnumerable<string> Gone(AccountPolicies was, AccountPolicies becomes)
    {
        if (was.HasDeclarative && !becomes.HasDeclarative)
            yield return "our declarative policy is taken away";
        if (!was.Documents.IsEmpty && becomes.Documents.IsEmpty)
            yield return "our service control policies are taken away";
    }

    private IEnumerable<Weakening> Declarative(
        AccountPolicies was,
        AccountPolicies becomes,
        List<ChangedRequests> denials
    )
    {
        if (was.Declarative is not { } before || becomes.Declarative is not { } after)
            yield break;
        var change = DeclarativeWeakening.Between(before, after);
        foreach (var lost in change.Lost)
            yield return Removed(lost);
        if (!was.Governs || !becomes.Governs)
            yield break;
        var effect = becomes.State == AllowedImagesState.Enabled ? "may be launched" : "count as approved (audit mode)";
        if (change.AnyOwner)
            yield return Removed($"images of any owner that fulfil a criterion {effect}");
        foreach (var owner in change.NewOwners.Where(owner => !denials.Exists(d => IsNarrowerLaunch(d, owner))))
            yield return Allowed(owner, "images", effect);
        foreach (var owner in change.LooserOwners)
            yield return Allowed(owner, "more images", effect);
    }

    /// <summary>Where the other layer lets only some callers launch the images, it says so, and that is what comes.</summary>
    private static bool IsNarrowerLaunch(ChangedRequests change, string owner) =>
        IsLaunch(change) && change.Kinds.IsEmpty && change.NamedCallers.AreNamed && change.Images.Contains(owner);

    /// <summary>Launches that are let through because enforcement or our policies end are told as that.</summary>
    private static IEnumerable<ChangedRequests> Denials(AccountPolicies was, AccountPolicies becomes)
    {
        if (was.Documents.IsEmpty || becomes.Documents.IsEmpty)
            return [];
        if (was.Documents.Select(d => d.Content).SequenceEqual(becomes.Documents.Select(d => d.Content)))
            return [];
        var ends = was.State == AllowedImagesState.Enabled && becomes.State != AllowedImagesState.Enabled;
        return PolicyDifference
            .Between(was.Statements, becomes.Statements)
            .Changes.Where(c => !c.IsDeniedNow && !(ends && IsLaunch(c)));
    }

    private static bool IsLaunch(ChangedRequests change) => change.Actions.All(GuardedActions.IsLaunch);

    private IEnumerable<Weakening> Denial(ChangedRequests change, ImmutableArray<AccountId> accounts)
    {
        if (accounts.IsEmpty)
            return [];
        var owners = change.OtherOwners ? [] : change.Images;
        if (!owners.IsEmpty && IsLaunch(change) && change.Kinds.IsEmpty)
            return owners.Select(owner => Allowed(owner, "images", Launchers(change)) with { Accounts = accounts });
        var callers = change.NamedCallers;
        var wanting = callers.AreNamed ? entries.OfCallers(callers) : [];
        var what = $"no longer denied{Names(wanting)}: {DifferenceWords.Requests(change)},";
        return [Removed(what) with { Accounts = accounts, Entries = wanting }];
    }

    private static string Launchers(ChangedRequests change)
    {
        var by =
            change.NamedCallers.AreNamed && !IsByAccounts(change)
                ? $"may be launched by {change.Callers}"
                : "may be launched";
        return change.When.Length == 0 ? by : $"{by} {change.When}";
    }

    private Weakening Allowed(string owner, string images, string effect)
    {
        var wanting = entries.OfOwner(owner);
        var what = $"{images} of owner {Sanitize.Text(owner)}{Names(wanting)} {effect}";
        return new Weakening(WeakeningKind.OwnerAllowed, what, []) { Entries = wanting };
    }

    private static Weakening Removed(string what) => new(WeakeningKind.GuardrailRemoved, what, []);

    private static string Names(ImmutableArray<ListEntry> entries) =>
        entries.IsEmpty ? "" : $" ({string.Join(", ", entries.Select(e => e.Name).Distinct())})";
}
