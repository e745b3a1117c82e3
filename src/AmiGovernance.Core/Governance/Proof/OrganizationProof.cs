using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Accounts that the same policies reach.</summary>
/// <param name="Covered">Whether both our layers reach them.</param>
/// <param name="Problems">Why a layer does not reach them, or says something else there than ours.</param>
/// <param name="Remarks">What policies of others do beside ours.</param>
public sealed record AccountGroup(
    ImmutableArray<AccountId> Accounts,
    bool Covered,
    ImmutableArray<string> Problems,
    ImmutableArray<string> Remarks
);

/// <param name="Guarantees">Each with its worst outcome among the covered groups.</param>
public sealed record OrganizationProofResult(
    ImmutableArray<GuaranteeResult> Guarantees,
    ImmutableArray<AccountGroup> Groups
)
{
    public IEnumerable<AccountId> NotCovered => Groups.Where(g => !g.Covered).SelectMany(g => g.Accounts);
}

/// <param name="Ours">The ids of our policies in the organization.</param>
/// <param name="Intended">Our declarative policy as it is meant to be in effect.</param>
/// <param name="UnlockedNode">As <see cref="ProofInput.UnlockedNode"/>.</param>
public sealed record OrganizationProofInput(
    GovernanceConfig Config,
    Organization Organization,
    ImmutableHashSet<string> Ours,
    ImmutableArray<Statement> Statements,
    DeclarativePolicy Intended,
    string? UnlockedNode,
    DateTimeOffset Now
);

/// <summary>
/// Proves the guarantees account by account: with the declarative policy that is in effect there, below the policies of others,
/// and where the service control policies do reach. Policies of others can only deny more, so what ours forbid stays forbidden;
/// where they deny or do not allow what ours permit, they are named.
/// </summary>
public sealed class OrganizationProof
{
    private readonly OrganizationProofInput input;
    private readonly OrganizationIndex index;
    private readonly EffectivePolicies effective;
    private readonly Dictionary<string, CompiledPolicy?> compiled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<GuaranteeResult>> proofs = new(StringComparer.Ordinal);

    private OrganizationProof(OrganizationProofInput input)
    {
        this.input = input;
        index = new OrganizationIndex(input.Organization);
        effective = new EffectivePolicies(index);
    }

    public static OrganizationProofResult Run(OrganizationProofInput input) => new OrganizationProof(input).Run();

    private OrganizationProofResult Run()
    {
        var active = input
            .Organization.Accounts.Where(a => a.State is AccountState.Active or AccountState.PendingActivation)
            .ToList();
        var groups = active
            .GroupBy(Situation)
            .Select(g => (Group: Look([.. g.Select(a => a.Id).Order()]), Any: g.First().Id))
            .OrderBy(g => g.Group.Covered ? 1 : 0)
            .ThenBy(g => g.Any)
            .ToList();
        var covered = groups.Where(g => g.Group.Covered).Select(g => (g.Group, Results: Prove(g.Any))).ToList();
        var outside = groups.Where(g => !g.Group.Covered).SelectMany(g => g.Group.Accounts).ToList();
        var guarantees =
            covered.Count == 0
                ? []
                : covered[0].Results.Select(r => Worst(r.Number, covered, outside)).ToImmutableArray();
        return new OrganizationProofResult(guarantees, [.. groups.Select(g => g.Group)]);
    }

    /// <summary>Equal for accounts that the same policies reach on the same levels.</summary>
    private string Situation(OrganizationAccount account) =>
        string.Join(
            '|',
            new[] { OrganizationPolicyType.ServiceControlPolicy, OrganizationPolicyType.DeclarativePolicyEc2 }
                .SelectMany(type => index.Levels(account.Id.Value, type))
                .Select(level => string.Join(',', level.Select(p => p.Id)))
        ) + (account.Id == input.Organization.ManagementAccount ? "|management" : "");

    private AccountGroup Look(ImmutableArray<AccountId> accounts)
    {
        var account = accounts[0].Value;
        var scps = Levels(account, OrganizationPolicyType.ServiceControlPolicy);
        var declarative = Levels(account, OrganizationPolicyType.DeclarativePolicyEc2);
        var isManagement = accounts[0] == input.Organization.ManagementAccount;
        var problems = new List<string>();
        if (
            !isManagement
            && !Ours(OrganizationPolicyType.ServiceControlPolicy)
                .All(id => scps.Any(level => level.Any(p => p.Id == id)))
        )
            problems.Add("the service control policy is attached to no target above");
        if (
            !Ours(OrganizationPolicyType.DeclarativePolicyEc2)
                .All(id => declarative.Any(level => level.Any(p => p.Id == id)))
        )
            problems.Add("the declarative policy is attached to no target above");
        var covered = problems.Count == 0;
        var remarks = new List<string>();
        if (isManagement)
            remarks.Add("service control policies do not reach the management account");
        if (covered)
            problems.AddRange(Differences(account));
        if (!isManagement)
            remarks.AddRange(Others(account, scps));
        remarks.AddRange(
            effective
                .Of(account)
                .Merged.Ignored.Where(i => !IsOurName(i.Policy))
                .Select(i => $"policy `{i.Policy}` sets `{i.Pointer}` in vain: {i.Reason}")
                .Distinct()
        );
        return new AccountGroup(accounts, covered, [.. problems], [.. remarks]);
    }

    private ImmutableArray<ImmutableArray<OrganizationPolicy>> Levels(string account, OrganizationPolicyType type) =>
        input.Organization.EnabledTypes.Contains(type) ? index.Levels(account, type) : [];

    private IEnumerable<string> Ours(OrganizationPolicyType type) =>
        input.Organization.Policies.Where(p => p.Type == type && input.Ours.Contains(p.Id)).Select(p => p.Id);

    private bool IsOurName(string name) =>
        input.Organization.Policies.Any(p =>
            p.Name == name && p.Type == OrganizationPolicyType.DeclarativePolicyEc2 && input.Ours.Contains(p.Id)
        );

    /// <summary>Where the policy in effect is not ours: another was attached first, or a lock is missing.</summary>
    private IEnumerable<string> Differences(string account)
    {
        var found = effective.Of(account);
        if (!found.IsValid)
        {
            yield return $"the effective declarative policy is not valid ({found.Problems[0].Message}): AWS keeps the account's last valid one";
            yield break;
        }
        foreach (var difference in DeclarativeDifference.Between(input.Intended, found.Policy))
            yield return $"in effect is not what our policy says: {difference}{Cause(found)}";
    }

    private string Cause(EffectivePolicy found)
    {
        var others = found
            .Merged.Sources.Where(s =>
                s.Key.Contains("/allowed_images_settings", StringComparison.Ordinal)
                || s.Key.Contains("/image_block_public_access", StringComparison.Ordinal)
                || s.Key.EndsWith("/exception_message", StringComparison.Ordinal)
            )
            .SelectMany(s => s.Value)
            .Where(name => !IsOurName(name))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return others.Count == 0 ? "" : $" (set by policy {string.Join(", ", others.Select(o => $"`{o}`"))})";
    }

    /// <summary>What SCPs of others deny of the calls that ours look at, and levels that allow none.</summary>
    private IEnumerable<string> Others(string account, ImmutableArray<ImmutableArray<OrganizationPolicy>> levels)
    {
        var path = index.PathTo(account);
        var call = new Ec2Call
        {
            Action = "ec2:RunInstances",
            Account = account,
            PrincipalArn = $"arn:aws:iam::{account}:role/unnamed",
            Time = input.Now,
            ImageId = "ami-0123456789abcdef0",
            ImageOwner = RequestSpace.UnnamedAccount,
        };
        for (var i = 0; i < levels.Length; i++)
        {
            var authorization = new Authorization
            {
                ServiceControlPolicies = PolicyLevels.Of([.. levels[i].Select(Compiled).OfType<CompiledPolicy>()]),
            };
            if (call.Questions().Any(q => authorization.Decide(q, new Caller()).Outcome == Outcome.ImplicitDeny))
                yield return $"no policy on {path[i]} allows ec2:RunInstances";
        }
        foreach (var policy in levels.SelectMany(l => l).Where(p => !input.Ours.Contains(p.Id)).DistinctBy(p => p.Id))
        foreach (var statement in Compiled(policy)?.Document.Statements.Where(s => s.Effect == Effect.Deny) ?? [])
        {
            var denied = Guarded
                .Where(a =>
                    statement.Actions.Any(p => Wildcard.Matches(p, a, ignoreCase: true)) != statement.ActionsExcluded
                )
                .ToList();
            if (denied.Count > 0)
                yield return $"policy `{policy.Name}` denies {denied[0]}{(denied.Count > 1 ? $" and {Plural.Of(denied.Count - 1, "other call")}" : "")}{(statement.Conditions.IsEmpty ? "" : $" depending on {string.Join(", ", statement.Conditions.Select(c => c.Key).Distinct())}")} (statement `{statement.Sid ?? "without Sid"}`)";
        }
    }

    private static readonly ImmutableArray<string> Guarded =
    [
        .. GuardedActions.Launch,
        .. GuardedActions.Creation,
        .. GuardedActions.Sharing,
    ];

    private CompiledPolicy? Compiled(OrganizationPolicy policy)
    {
        if (compiled.TryGetValue(policy.Id, out var known))
            return known;
        var document = PolicyParser.Parse(
            SourceText.FromString(policy.Name, policy.Content),
            PolicyType.ServiceControlPolicy,
            new DiagnosticBag()
        );
        return compiled[policy.Id] = document is null ? null : new CompiledPolicy(document, policy.Name);
    }

    private ImmutableArray<GuaranteeResult> Prove(AccountId account)
    {
        var found = effective.Of(account.Value);
        var key = found.Merged.Json ?? "";
        if (proofs.TryGetValue(key, out var known))
            return known;
        // With another state in effect than the intended one, the guarantees are still those of the intended one.
        var policy = (found.Policy ?? new DeclarativePolicy()) with
        {
            State = input.Intended.State,
        };
        var results = Prover.Run(
            new ProofInput(input.Config, policy, input.Statements, input.Now) { UnlockedNode = input.UnlockedNode }
        );
        if (found.IsValid && found.Policy?.State == input.Intended.State)
            return proofs[key] = results;
        var reason = found.IsValid
            ? $"allowed images are {found.Policy?.State?.Name() ?? "not set"}, not {input.Intended.State?.Name()}"
            : "the effective declarative policy is not valid, so what is in effect is not known";
        return proofs[key] = [
            .. results.Select(r =>
                RestsOnState(r.Number, found.IsValid) && r.Outcome == ProofOutcome.Proven
                    ? r with
                    {
                        Outcome = ProofOutcome.Refuted,
                        Reason = reason,
                    }
                    : r
            ),
        ];
    }

    /// <summary>Launches and the agreement of both layers rest on the state; all that the declarative policy gives rests on its validity.</summary>
    private static bool RestsOnState(int guarantee, bool isValid) =>
        guarantee is 1 or 9 or 10 || !isValid && guarantee is 2 or 5;

    private static GuaranteeResult Worst(
        int number,
        List<(AccountGroup Group, ImmutableArray<GuaranteeResult> Results)> covered,
        List<AccountId> outside
    )
    {
        var all = covered.Select(c => (c.Group, Result: c.Results.First(r => r.Number == number))).ToList();
        var (group, worst) = all.OrderBy(r =>
                r.Result.Outcome switch
                {
                    ProofOutcome.Refuted => 0,
                    ProofOutcome.NotProven => 1,
                    ProofOutcome.Proven => 2,
                    _ => 3,
                }
            )
            .First();
        if (worst.Reason is not null && worst.Outcome != ProofOutcome.NotApplicable)
            worst = worst with { Reason = $"{worst.Reason} (in {Describe(group.Accounts)})" };
        return outside.Count == 0 || worst.Outcome == ProofOutcome.NotApplicable
            ? worst
            : worst with
            {
                Gaps = [$"outside the targets: {Describe([.. outside])}", .. worst.Gaps],
            };
    }

    public static string Describe(ImmutableArray<AccountId> accounts) =>
        accounts.Length == 1
            ? $"account {accounts[0]}"
            : $"{accounts.Length} accounts: {string.Join(", ", accounts.Take(3))}{(accounts.Length > 3 ? ", …" : "")}";
}
