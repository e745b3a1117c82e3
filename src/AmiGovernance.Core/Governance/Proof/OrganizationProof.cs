using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>
/// Proves the guarantees account by account: with the declarative policy that is in effect there, below the policies of others,
/// and where the service control policies do reach. Policies of others can only deny more, so what ours forbid stays forbidden;
/// where they deny or do not allow what ours permit, they are named.
/// </summary>
public sealed class OrganizationProof
{
    private const int MostAccounts = 3;

    private readonly OrganizationProofInput input;
    private readonly OrganizationIndex index;
    private readonly EffectivePolicies effective;

    /// <summary>
    /// As they are if a lock does not reach new keys below its node, which AWS does not document (corrections, row 20); the same where it
    /// was measured what a lock reaches.
    /// </summary>
    private readonly EffectivePolicies loose;
    private readonly OthersPolicies others;
    private readonly Dictionary<string, ImmutableArray<GuaranteeResult>> proofs = new(StringComparer.Ordinal);

    private OrganizationProof(OrganizationProofInput input)
    {
        this.input = input;
        index = input.Index ?? OrganizationIndex.Of(input.Organization);
        var locks = input.Config.Facts.Locks;
        effective =
            index.Organization.Locks == locks.Value ? index.Effective : new EffectivePolicies(index, locks.Value);
        loose = locks.Measured is null ? new EffectivePolicies(index, LockReach.KnownKeys) : effective;
        others = new OthersPolicies(input, index);
    }

    public static OrganizationProofResult Run(OrganizationProofInput input) => new OrganizationProof(input).Run();

    private OrganizationProofResult Run()
    {
        var active = input.Organization.Accounts.Where(a =>
            a.State is AccountState.Active or AccountState.PendingActivation
        );
        var groups = active
            .GroupBy(Situation)
            .Select(g => (Group: Examine([.. g.Select(a => a.Id).Order()]), Any: g.First().Id))
            .OrderBy(g => g.Group.Covered ? 1 : 0)
            .ThenBy(g => g.Any)
            .ToList();
        ImmutableArray<AccountId> outside = [.. groups.Where(g => !g.Group.Covered).SelectMany(g => g.Group.Accounts)];
        var guarantees = groups
            .Where(g => g.Group.Covered)
            .SelectMany(g =>
                BelowOthers(InBothReadings(g.Any), g.Group.Accounts).Select(result => (g.Group, Result: result))
            )
            .GroupBy(p => p.Result.Id)
            .Select(g => Worst(g, outside));
        return new OrganizationProofResult([.. guarantees], [.. groups.Select(g => g.Group)]);
    }

    /// <summary>Equal for accounts that the same policies reach on the same levels.</summary>
    private string Situation(OrganizationAccount account)
    {
        var levels = OrganizationPolicyKinds
            .OnImages.SelectMany(type => index.Levels(account.Id.Value, type))
            .Select(level => string.Join(',', level.Select(p => p.Id)));
        var kind = IsManagement(account.Id) ? "|management" : "";
        return string.Join('|', levels) + kind;
    }

    private bool HasDeclarative => input.Organization.Knows(OrganizationPolicyType.DeclarativePolicyEc2);

    private bool IsManagement(AccountId account) => account == input.Organization.ManagementAccount;

    private AccountGroup Examine(ImmutableArray<AccountId> accounts)
    {
        var account = accounts[0];
        var scps = Levels(account, OrganizationPolicyType.ServiceControlPolicy);
        var declarative = Levels(account, OrganizationPolicyType.DeclarativePolicyEc2);
        var isManagement = IsManagement(account);
        var problems = new List<string>();
        if (!isManagement && !Reaches(scps, OrganizationPolicyType.ServiceControlPolicy))
            problems.Add("the service control policy is attached to no target above");
        if (isManagement && !HasDeclarative)
            problems.Add("service control policies do not reach it, and the service knows no EC2 policies");
        if (!Reaches(declarative, OrganizationPolicyType.DeclarativePolicyEc2))
            problems.Add("the declarative policy is attached to no target above");
        var isCovered = problems.Count == 0;
        if (isCovered)
            problems.AddRange(Differences(account));
        var aboutOthers = isManagement
            ? ["service control policies do not reach the management account"]
            : others.Remarks(account, scps);
        var inVain = effective
            .Of(account.Value)
            .Merged.Ignored.Where(i => !input.IsOurDeclarative(i.Policy))
            .Select(i => $"policy `{i.Policy}` sets `{i.Pointer}` in vain: {i.Reason}")
            .Distinct();
        var passedOver = (effective.Of(account.Value).Policy?.PassedOver ?? []).Select(name =>
            $"the effective declarative policy sets `{name}`, which amigov does not know: passed over"
        );
        return new AccountGroup(accounts, isCovered, [.. problems], [.. aboutOthers, .. inVain, .. passedOver]);
    }

    private ImmutableArray<ImmutableArray<OrganizationPolicy>> Levels(AccountId account, OrganizationPolicyType type) =>
        input.Organization.EnabledTypes.Contains(type) ? index.Levels(account.Value, type) : [];

    /// <summary>Whether all our policies of the type are on one of the levels.</summary>
    private bool Reaches(ImmutableArray<ImmutableArray<OrganizationPolicy>> levels, OrganizationPolicyType type)
    {
        var reaching = levels.SelectMany(level => level).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        return input
            .Organization.Policies.Where(p => p.Type == type && input.IsOurs(p))
            .All(p => reaching.Contains(p.Id));
    }

    /// <summary>Where the policy in effect is not ours: another was attached first, or a lock is missing.</summary>
    private IEnumerable<string> Differences(AccountId account)
    {
        if (!HasDeclarative)
            return [];
        var found = effective.Of(account.Value);
        if (!found.IsValid)
            return
            [
                $"the effective declarative policy is not valid ({found.Problems[0].Message}): "
                    + "AWS keeps the account's last valid one",
            ];
        var cause = Cause(found);
        return DeclarativeDifference
            .NotInEffect(input.Intended, found.Policy)
            .Select(difference => $"in effect is not what our policy says: {difference}{cause}");
    }

    private string Cause(EffectivePolicy found)
    {
        var names = found
            .Merged.Sources.Where(s => IsGoverned(s.Key))
            .SelectMany(s => s.Value)
            .Where(name => !input.IsOurDeclarative(name))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(name => $"`{name}`")
            .ToList();
        return names.Count == 0 ? "" : $" (set by policy {string.Join(", ", names)})";
    }

    private static bool IsGoverned(string pointer) =>
        DeclarativeAttributes.Governed.Any(a => pointer.StartsWith(a.Pointer, StringComparison.Ordinal))
        || pointer.EndsWith("/exception_message", StringComparison.Ordinal);

    /// <summary>What holds in one reading of the locks only is not proven.</summary>
    private ImmutableArray<GuaranteeResult> InBothReadings(AccountId account)
    {
        var (found, other) = (effective.Of(account.Value), loose.Of(account.Value));
        var results = Prove(found);
        if (found.Merged.Ignored.Any(i => !i.IsDocumented && input.IsOurDeclarative(i.Policy)))
            results = [.. results.Zip(Prover.Run(Input(input.Intended)), AfterAppend)];
        return found.Merged.Json == other.Merged.Json ? results : [.. results.Zip(Prove(other), InBoth)];
    }

    /// <summary>What our policy gives where it counts, and where it is ignored does not.</summary>
    private static GuaranteeResult AfterAppend(GuaranteeResult one, GuaranteeResult ours) =>
        one.Outcome != ProofOutcome.Refuted || ours.Outcome == ProofOutcome.Refuted
            ? one
            : one with
            {
                Outcome = ProofOutcome.NotProven,
                Counterexample = ShellText.Empty,
                Reason =
                    $"{one.Reason}, if `@@assign` is ignored after an `@@append` of a policy that was attached to the same target first:"
                    + " AWS does not document that",
            };

    /// <summary>A key that a child policy adds loosens the policy, if it counts.</summary>
    private static GuaranteeResult InBoth(GuaranteeResult one, GuaranteeResult two)
    {
        if (one is { Id: GuaranteeId.GuardrailsStayOn, Outcome: ProofOutcome.Proven })
            return Unsettled(one with { Outcome = ProofOutcome.Refuted, Reason = "a child policy adds to ours" }, two);
        return one.Outcome == two.Outcome ? one : Unsettled(one, two);
    }

    private static GuaranteeResult Unsettled(GuaranteeResult one, GuaranteeResult two)
    {
        var broken = one.Outcome == ProofOutcome.Proven ? two : one;
        return broken with
        {
            Outcome = ProofOutcome.NotProven,
            Counterexample = ShellText.Empty,
            Reason =
                $"{broken.Reason}, if `@@none` on a node lets child policies add keys below it: AWS does not document that; "
                + "`amigov calibrate` settles it by the experiment `locked-node`",
        };
    }

    private ImmutableArray<GuaranteeResult> Prove(EffectivePolicy found)
    {
        var key = found.Merged.Json ?? "";
        if (proofs.TryGetValue(key, out var known))
            return known;
        // With another state in effect than the intended one, the guarantees are still those of the intended one.
        var policy = (found.Policy ?? new DeclarativePolicy()) with
        {
            State = input.Intended.State,
        };
        var results = Prover.Run(Input(policy));
        return proofs[key] = [.. results.Select(r => InEffect(r, found))];
    }

    private ProofInput Input(DeclarativePolicy policy) =>
        new(input.Config, policy, input.Statements, input.Now)
        {
            UnlockedNode = input.UnlockedNode,
            HasDeclarative = HasDeclarative,
        };

    /// <summary>No service control policy reaches the management account.</summary>
    private IEnumerable<GuaranteeResult> BelowOthers(
        ImmutableArray<GuaranteeResult> results,
        ImmutableArray<AccountId> accounts
    )
    {
        var levels = Levels(accounts[0], OrganizationPolicyType.ServiceControlPolicy);
        if (IsManagement(accounts[0]) || levels.IsEmpty)
            return results;
        var barriers = others.Barriers(Input(input.Intended), levels);
        return results.Select(r => barriers.Apply(r, accounts));
    }

    /// <summary>What was proven for the intended state, where that is not the state in effect.</summary>
    private GuaranteeResult InEffect(GuaranteeResult result, EffectivePolicy found)
    {
        var isIntended = !HasDeclarative || (found.IsValid && found.Policy?.State == input.Intended.State);
        if (isIntended || result.Outcome != ProofOutcome.Proven || !RestsOnState(result.Id, found.IsValid))
            return result;
        var reason = found.IsValid
            ? $"allowed images are {found.Policy?.State?.Name() ?? "not set"}, not {input.Intended.State?.Name()}"
            : "the effective declarative policy is not valid, so what is in effect is not known";
        return result with { Outcome = ProofOutcome.Refuted, Reason = reason };
    }

    /// <summary>
    /// Launches and the agreement of both layers rest on the state; all that the declarative policy gives rests on its validity.
    /// </summary>
    private static bool RestsOnState(GuaranteeId guarantee, bool isValid) =>
        guarantee switch
        {
            GuaranteeId.OnlyListedImagesLaunch => true,
            GuaranteeId.AuditDeniesNothing => true,
            GuaranteeId.LayersAgree => true,
            GuaranteeId.ListedImagesLaunch => !isValid,
            GuaranteeId.NothingBecomesPublic => !isValid,
            _ => false,
        };

    /// <summary>
    /// The counterexample with an account of the organization, where it shows the same: one that no document names stands for its class.
    /// </summary>
    private GuaranteeResult InAccount(GuaranteeResult result, ImmutableArray<AccountId> accounts)
    {
        if (result.Request is not { Account: RequestSpace.UnnamedAccount } example)
            return result;
        var real = accounts.FirstOrDefault(a => !IsNamed(a));
        if (!accounts.Contains(real) || IsNamed(real))
            return result;
        var moved = example.By(real);
        var engine = new ProofEngine(input.Statements, input.Now);
        return engine.Denies(moved) == engine.Denies(example)
            ? result with
            {
                Counterexample = moved.Arguments,
                Request = moved,
            }
            : result;
    }

    private bool IsNamed(AccountId account) =>
        Input(input.Intended).NamedAccounts.Contains(account.Value)
        || input
            .Statements.SelectMany(s => s.Conditions.SelectMany(c => c.Values).Concat(s.Resources))
            .Any(v => v.Contains(account.Value, StringComparison.Ordinal));

    private GuaranteeResult Worst(
        IEnumerable<(AccountGroup Group, GuaranteeResult Result)> results,
        ImmutableArray<AccountId> outside
    )
    {
        var (group, worst) = results.OrderBy(r => Rank(r.Result.Outcome)).First();
        if (worst.Outcome == ProofOutcome.NotApplicable)
            return worst;
        worst = InAccount(worst, group.Accounts);
        if (worst.Reason is { } reason)
            worst = worst with { Reason = $"{reason} (in {Describe(group.Accounts)})" };
        return outside.IsEmpty
            ? worst
            : worst with
            {
                Gaps = [$"outside the targets: {Describe(outside)}", .. worst.Gaps],
            };
    }

    private static int Rank(ProofOutcome outcome) =>
        outcome switch
        {
            ProofOutcome.Refuted => 0,
            ProofOutcome.NotProven => 1,
            ProofOutcome.Proven => 2,
            _ => 3,
        };

    public static string Describe(ImmutableArray<AccountId> accounts)
    {
        if (accounts is [var only])
            return $"account {only}";
        var rest = accounts.Length > MostAccounts ? ", …" : "";
        return $"{accounts.Length} accounts: {string.Join(", ", accounts.Take(MostAccounts))}{rest}";
    }
}
