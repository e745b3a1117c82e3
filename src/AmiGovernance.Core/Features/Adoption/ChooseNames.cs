using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Adoption;

/// <param name="Name">Of our policy.</param>
/// <param name="Replaced">The policies that get our content in place.</param>
/// <param name="Reason">Why none does; empty where one does.</param>
internal sealed record ChosenName(string Name, ImmutableArray<FoundPolicy> Replaced, string Reason);

/// <summary>
/// Which policies are replaced in place: those of which ours says everything. A policy that says more keeps its name and its content, and
/// ours is made beside it: denies add up.
/// </summary>
internal sealed class ChooseNames(Organization organization, ImmutableArray<FoundPolicy> found, GeneratedPolicies ours)
{
    private static readonly PolicyConfig Defaults = new();

    /// <summary>Whether ours denies no launches at first.</summary>
    public bool StartsInAudit { get; init; }

    /// <summary>Where ours may deny launches; null for everywhere.</summary>
    public BlockedTargets? Blocked { get; init; }

    public ChosenName Scp(ScpFacts facts)
    {
        var told = facts.Used.ToList();
        var first = told.Find(p => told.TrueForAll(other => IsOfSeries(other.Policy.Name, p.Policy.Name)));
        first ??= told.FirstOrDefault();
        if (first is null)
            return New(OrganizationPolicyType.ServiceControlPolicy, Defaults.ScpName, "");

        var name = first.Policy.Name;
        var names = Enumerable.Range(0, ours.ServiceControlPolicies.Length).Select(i => Part(name, i)).ToList();
        var replaced = Named(OrganizationPolicyType.ServiceControlPolicy, names);
        var reason = Protected(replaced) ?? WhyNot(replaced, facts) ?? Elsewhere(replaced);
        return reason is null
            ? new ChosenName(name, [.. replaced.OfType<FoundPolicy>()], "")
            : New(OrganizationPolicyType.ServiceControlPolicy, Defaults.ScpName, reason);
    }

    public ChosenName Declarative(DeclarativeFacts facts)
    {
        const OrganizationPolicyType Type = OrganizationPolicyType.DeclarativePolicyEc2;
        if ((facts.Main ?? facts.Read.FirstOrDefault()) is not { } first)
            return New(Type, Defaults.DeclarativePolicyName, "");
        var replaced = Named(Type, [first.Policy.Policy.Name]);
        var reason = Protected(replaced) ?? WhyNot(first) ?? Elsewhere(replaced);
        return reason is null
            ? new ChosenName(first.Policy.Policy.Name, [first.Policy], "")
            : New(Type, Defaults.DeclarativePolicyName, reason);
    }

    /// <summary>The name of one of several documents.</summary>
    private static string Part(string name, int index) => index == 0 ? name : $"{name}-{index + 1}";

    private static bool IsOfSeries(string name, string first) =>
        name == first
        || name.StartsWith($"{first}-", StringComparison.Ordinal) && name[(first.Length + 1)..].All(char.IsAsciiDigit);

    /// <summary>Null stands for a policy of such a name that is none of those that were found.</summary>
    private List<FoundPolicy?> Named(OrganizationPolicyType type, List<string> names) =>
        [
            .. organization
                .Policies.Where(p => p.Type == type && names.Contains(p.Name))
                .Select(p => found.FirstOrDefault(f => f.Policy.Id == p.Id)),
        ];

    private static string? Protected(List<FoundPolicy?> replaced)
    {
        if (replaced.Contains(null))
            return "the name that a further part of ours would need is taken";
        foreach (var policy in replaced.OfType<FoundPolicy>())
            if (policy.Policy.AwsManaged || policy.KnownWriter == OtherWriter.ControlTower)
                return "it belongs to AWS Control Tower, which puts back its own";
            else if (Sanitize.Text(policy.Policy.Name) != policy.Policy.Name || policy.Policy.Name.Trim().Length == 0)
                return "its name has characters that cannot be seen";
        return null;
    }

    private string? WhyNot(List<FoundPolicy?> replaced, ScpFacts facts)
    {
        if (StartsInAudit)
            return "it blocks launches, and the declarative policy does not yet: ours begins in audit mode beside it";
        if (replaced.OfType<FoundPolicy>().Any(p => !facts.IsOfImagesAlone.GetValueOrDefault(p.Policy.Id)))
            return "it holds statements that are not about images";
        var theirs = facts.StatementsOf(replaced.OfType<FoundPolicy>().Select(p => p.Policy.Id)).ToList();
        List<Statement> after = [.. ours.ServiceControlPolicies.SelectMany(p => p.Statements)];
        var difference = PolicyDifference.Between(theirs, after);
        if (difference.Changes.Any(c => !c.IsDeniedNow))
            return "it denies requests that ours allows";
        return difference.NotCompared.IsEmpty ? null : "it holds conditions that cannot be compared with ours";
    }

    private string? WhyNot(ReadDeclarative policy)
    {
        if (policy.OtherAttributes.Any())
            return "it sets attributes that are not about images";
        if (policy.ChangesWhatIsInherited)
            return "it changes what policies above it set (`@@append`, `@@remove`)";
        return LayerVerdicts.IsWeaker(policy.Meaning, ours.Declarative) ? "it is stricter than ours" : null;
    }

    /// <summary>Ours in its place would block launches where they are not blocked today.</summary>
    private string? Elsewhere(List<FoundPolicy?> replaced)
    {
        ImmutableArray<string> targets =
        [
            .. replaced
                .OfType<FoundPolicy>()
                .SelectMany(p => Blocked?.NotAmong(p) ?? [])
                .Distinct(StringComparer.Ordinal),
        ];
        return targets.IsEmpty ? null : $"it is attached to {Shortened.List(targets, 6)}, where {Blocked?.By} today";
    }

    /// <summary>A name that nothing has.</summary>
    private ChosenName New(OrganizationPolicyType type, string name, string reason)
    {
        var free = name;
        for (var n = 1; IsTaken(type, free); n++)
            free = n == 1 ? $"{name}-amigov" : $"{name}-amigov{n}";
        return new ChosenName(free, [], reason);
    }

    private bool IsTaken(OrganizationPolicyType type, string name) =>
        organization.Policies.Any(p => p.Type == type && p.Name.StartsWith(name, StringComparison.Ordinal));
}
