using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>What service control policies of others do with the calls that ours look at.</summary>
internal sealed class OthersPolicies(OrganizationProofInput input, OrganizationIndex index)
{
    private static readonly ImmutableArray<string> Guarded =
    [
        .. GuardedActions.Launch,
        .. GuardedActions.Creation,
        .. GuardedActions.Sharing,
    ];

    private readonly Dictionary<string, CompiledPolicy?> compiled = new(StringComparer.Ordinal);

    /// <summary>Levels that allow no launch, and what others deny, in sentences.</summary>
    public IEnumerable<string> Remarks(AccountId account, ImmutableArray<ImmutableArray<OrganizationPolicy>> levels) =>
        [.. LevelsThatAllowNothing(account, levels), .. Denies(levels)];

    /// <summary>What policies of others stop of what ours permit, on the way to an account.</summary>
    public OthersBarriers Barriers(ProofInput proof, ImmutableArray<ImmutableArray<OrganizationPolicy>> levels)
    {
        ImmutableArray<ImmutableArray<CompiledPolicy>> all =
        [
            .. levels.Select(level => level.Select(BesideOurs).OfType<CompiledPolicy>().ToImmutableArray()),
        ];
        return new OthersBarriers(
            proof,
            index,
            new Authorization { ServiceControlPolicies = new PolicyLevels(all) },
            [.. all.SelectMany(level => level).SelectMany(p => p.Document.Statements)]
        );
    }

    /// <summary>Of ours only what they allow: what they deny is proven by itself.</summary>
    private CompiledPolicy? BesideOurs(OrganizationPolicy policy)
    {
        var found = Compiled(policy);
        return found is null || !input.IsOurs(policy) ? found : AllowsOf(found);
    }

    private IEnumerable<string> LevelsThatAllowNothing(
        AccountId account,
        ImmutableArray<ImmutableArray<OrganizationPolicy>> levels
    )
    {
        foreach (var (target, policies) in index.PathTo(account.Value).Zip(levels))
        {
            ImmutableArray<CompiledPolicy> level =
            [
                .. policies.Select(Compiled).OfType<CompiledPolicy>().Select(AllowsOf),
            ];
            var ways = new WayThrough(
                new Authorization { ServiceControlPolicies = PolicyLevels.Of(level) },
                [.. level.SelectMany(p => p.Document.Statements)]
            );
            if (ways.Find(Launch(account)) is { IsCertain: true })
                yield return $"no policy on {target} allows ec2:RunInstances";
        }
    }

    private static CompiledPolicy AllowsOf(CompiledPolicy policy)
    {
        var allows = policy.Document.Statements.RemoveAll(s => s.Effect == Effect.Deny);
        return new CompiledPolicy(policy.Document with { Statements = allows }, policy.Name);
    }

    /// <summary>A launch like any other, in the partition of the organization: what is asked is whether anything allows it.</summary>
    private Ec2Call Launch(AccountId account)
    {
        var partition = input.Config.Policy.Partition;
        return new Ec2Call
        {
            Action = "ec2:RunInstances",
            Account = account,
            PrincipalArn = $"arn:{partition.Name()}:iam::{account}:role/unnamed",
            Partition = partition,
            Region = partition.AnyRegion(),
            Time = input.Now,
            ImageId = "ami-0123456789abcdef0",
            ImageOwner = RequestSpace.UnnamedAccount,
            Context = ImmutableSortedDictionary.CreateRange(index.KeysOf(account)),
        };
    }

    private IEnumerable<string> Denies(ImmutableArray<ImmutableArray<OrganizationPolicy>> levels) =>
        levels
            .SelectMany(level => level)
            .Where(policy => !input.IsOurs(policy))
            .DistinctBy(policy => policy.Id)
            .SelectMany(policy => Denies(policy.Name, Compiled(policy)?.Document));

    private static IEnumerable<string> Denies(string policy, PolicyDocument? document)
    {
        foreach (var statement in (document?.Statements ?? []).Where(s => s.Effect == Effect.Deny))
        {
            var denied = Guarded.Where(statement.Covers).ToList();
            if (denied.Count == 0)
                continue;
            var calls = denied[0];
            if (denied.Count > 1)
                calls += $" and {Plural.Of(denied.Count - 1, "other call")}";
            if (!statement.Conditions.IsEmpty)
                calls += $" depending on {string.Join(", ", statement.Conditions.Select(c => c.Key).Distinct())}";
            yield return $"policy `{policy}` denies {calls} ({statement.Words})";
        }
    }

    /// <summary>Null for a policy that cannot be read; Organizations accepts none.</summary>
    private CompiledPolicy? Compiled(OrganizationPolicy policy)
    {
        if (compiled.TryGetValue(policy.Id, out var known))
            return known;
        var document = PolicyParser.Read(policy.Source, PolicyType.ServiceControlPolicy).Value;
        return compiled[policy.Id] = document is null ? null : new CompiledPolicy(document, policy.Name);
    }
}
