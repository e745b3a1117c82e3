using System.Collections.Concurrent;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Policies.Organizations;

/// <summary>The EC2 declarative policy that an account is under.</summary>
/// <param name="Policy">Null when no policy sets anything, or when the merged one is not legal.</param>
/// <param name="Problems">
/// Why what the merged policy says of images is not legal: then AWS keeps the account's last valid one, which nothing here knows.
/// </param>
public sealed record EffectivePolicy(
    MergedPolicy Merged,
    DeclarativePolicy? Policy,
    ImmutableArray<Diagnostic> Problems
)
{
    public bool IsValid => Problems.IsEmpty;
}

/// <summary>Works out the effective EC2 declarative policy of each account. Accounts under the same policies share one answer.</summary>
public sealed class EffectivePolicies(OrganizationIndex index, LockReach reach = LockReach.NewKeysToo)
{
    private readonly ConcurrentDictionary<string, EffectivePolicy> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, InheritedDocument?> documents = new(StringComparer.Ordinal);

    /// <summary>Of an account or an organizational unit.</summary>
    public EffectivePolicy Of(string target)
    {
        var levels = index.Organization.EnabledTypes.Contains(OrganizationPolicyType.DeclarativePolicyEc2)
            ? index.Levels(target, OrganizationPolicyType.DeclarativePolicyEc2)
            : [];
        var key = string.Join('/', levels.Select(level => string.Join(',', level.Select(p => p.Id))));
        if (known.TryGetValue(key, out var found))
            return found;
        return known[key] = Merge(levels);
    }

    /// <summary>What DescribeEffectivePolicy answers: null when the account has no effective policy.</summary>
    public static string? ForAccount(Organization organization, AccountId account) =>
        OrganizationIndex.Of(organization).Effective.Of(account.Value).Merged.Json;

    private EffectivePolicy Merge(ImmutableArray<ImmutableArray<OrganizationPolicy>> levels)
    {
        ImmutableArray<Diagnostic> unreadable = [.. levels.SelectMany(level => level).SelectMany(Unreadable)];
        var merged = DeclarativeInheritance.Merge(
            levels.Select(level => level.Select(Document).OfType<InheritedDocument>().ToImmutableArray()),
            reach
        );
        if (merged.Json is null)
            return new EffectivePolicy(merged, null, unreadable);
        var read = DeclarativePolicyParser.ReadEffective(merged.Json);
        var problems = unreadable.AddRange(read.Findings.Where(d => d.Severity == Severity.Error));
        return new EffectivePolicy(merged, problems.IsEmpty ? read.IfSound : null, problems);
    }

    /// <summary>Organizations accepts no such document; what it says is not known.</summary>
    private IEnumerable<Diagnostic> Unreadable(OrganizationPolicy policy) =>
        Document(policy) is null
            ? JsonParser.Read(policy.Source).Findings.Where(d => d.Severity == Severity.Error)
            : [];

    /// <summary>Null for a document that is no JSON.</summary>
    private InheritedDocument? Document(OrganizationPolicy policy)
    {
        if (documents.TryGetValue(policy.Id, out var found))
            return found;
        var tree = JsonParser.Read(policy.Source).Value;
        return documents[policy.Id] = tree is null ? null : new InheritedDocument(policy.Name, tree.Root);
    }
}
