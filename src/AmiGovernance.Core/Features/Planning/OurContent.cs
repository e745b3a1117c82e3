using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// Recognizes our policies where their tag was lost: in an emergency nobody can be asked to fix tags, configuration or record first.
/// </summary>
internal static class OurContent
{
    /// <summary>Whether a list of policies gives reason to look at this one: it has our name, or the description that we write.</summary>
    public static bool IsLikely(string name, string description, PolicyConfig names) =>
        name.StartsWith(names.DeclarativePolicyName, StringComparison.Ordinal)
        || name.StartsWith(names.ScpName, StringComparison.Ordinal)
        || description.StartsWith(DesiredState.DescriptionStart, StringComparison.Ordinal);

    /// <summary>
    /// Whether a policy is ours by its content. The identifiers of our statements are enough; a declarative policy has none, so it must
    /// have our name or description too.
    /// </summary>
    public static bool Is(OrganizationPolicy policy, PolicyConfig names) =>
        policy.Type switch
        {
            OrganizationPolicyType.ServiceControlPolicy => PolicyContent
                .Statements(policy.Content)
                .Any(ScpGenerator.IsOurs),
            OrganizationPolicyType.DeclarativePolicyEc2 => PolicyContent.State(policy.Content) is not null
                && IsLikely(policy.Name, policy.Description, names),
            _ => false,
        };
}
