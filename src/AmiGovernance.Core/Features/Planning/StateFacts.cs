using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// What a plan rests on, each fact under a name that people can read: the policy types in use, our policies, and the order of all
/// attachments on the targets. Ids that AWS gives out do not count, so that a state can be foreseen. Accounts do not count: they come
/// and go. Trusted access does not count: no policy needs it.
/// </summary>
public sealed record StateFacts(ImmutableSortedDictionary<string, string> Values)
{
    /// <summary>What of a hash tells two documents apart.</summary>
    private const int DigestLength = 16;

    private const string ContentOf = "the content of";
    private const string TagOf = $"the tag {DesiredState.OwnerTag} of";
    private const string TargetsOf = "the targets of";

    public static StateFacts None { get; } =
        new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    internal static StateFacts Of(Organization organization, DesiredState desired, OurPolicies ours)
    {
        var facts = None.Values.ToBuilder();
        facts["organization"] = $"{organization.Id} {organization.RootId}";
        facts["policy types"] = Joined(organization.EnabledTypes.Select(t => t.Name()));
        foreach (var policy in ours.All)
            Add(facts, policy, ours);
        foreach (var target in desired.TargetsIn(organization))
            AddAttachments(facts, target, organization, ours);
        return new StateFacts(facts.ToImmutable());
    }

    private static void Add(
        ImmutableSortedDictionary<string, string>.Builder facts,
        OrganizationPolicy policy,
        OurPolicies ours
    )
    {
        var name = $"`{policy.Name}` ({policy.Type.Name()})";
        facts[$"{ContentOf} {name}"] = Digest(PolicyContent.Canonical(policy.Content));
        facts[$"{TagOf} {name}"] = OurPolicies.IsManaged(policy) ? "true" : "none";
        facts[$"{TargetsOf} {name}"] = Joined(ours.TargetsOf(policy));
    }

    /// <summary>AWS keeps an order for each type, and says nothing about the order between types.</summary>
    private static void AddAttachments(
        ImmutableSortedDictionary<string, string>.Builder facts,
        string target,
        Organization organization,
        OurPolicies ours
    )
    {
        var attached = organization
            .Attachments.Where(a => a.TargetId == target)
            .Select(a => organization.Policy(a.PolicyId))
            .OfType<OrganizationPolicy>();
        foreach (var type in attached.GroupBy(p => p.Type))
            facts[$"what is attached to {target} ({type.Key.Name()})"] = string.Join(
                ", ",
                type.Select(p => ours.All.Contains(p) ? $"`{p.Name}`" : p.Id)
            );
    }

    private static string Joined(IEnumerable<string> texts) => string.Join(", ", texts.Order(StringComparer.Ordinal));

    private static string Digest(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..DigestLength];

    /// <summary>Equal for equal facts.</summary>
    public string Fingerprint()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Values)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>What is not as it was, a sentence each; of a policy that came or went no more than that.</summary>
    /// <param name="now">The facts later.</param>
    public ImmutableArray<string> Changes(StateFacts now) =>
        [
            .. Values
                .Keys.Union(now.Values.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Where(name => Values.GetValueOrDefault(name) != now.Values.GetValueOrDefault(name))
                .Select(name => Change(name, Values.GetValueOrDefault(name), now.Values.GetValueOrDefault(name)))
                .OfType<string>(),
        ];

    /// <summary>Null for what another sentence says already.</summary>
    private static string? Change(string name, string? before, string? now)
    {
        if (name.StartsWith(ContentOf, StringComparison.Ordinal))
            return (before, now) switch
            {
                (null, _) => $"{name[ContentOf.Length..].TrimStart()} is new",
                (_, null) => $"{name[ContentOf.Length..].TrimStart()} is gone",
                _ => $"{name} is another",
            };
        if ((before is null || now is null) && IsDetail(name))
            return null;
        return $"{name}: {Shown(before)} → {Shown(now)}";
    }

    private static bool IsDetail(string name) =>
        name.StartsWith(TagOf, StringComparison.Ordinal) || name.StartsWith(TargetsOf, StringComparison.Ordinal);

    private static string Shown(string? value) => string.IsNullOrEmpty(value) ? "none" : value;
}
