using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// Fingerprint of what a plan rests on: the policy types in use, our policies, and the order of all attachments on the targets.
/// Ids that AWS gives out do not count, so that a state can be foreseen. Accounts do not count: they come and go.
/// </summary>
internal static class StateFingerprint
{
    public static string Of(Organization organization, DesiredState desired, OurPolicies ours)
    {
        var text = new StringBuilder();
        AppendSettings(text, organization);
        AppendPolicies(text, ours);
        AppendAttachments(text, organization, desired, ours);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void AppendSettings(StringBuilder text, Organization organization)
    {
        var types = organization.EnabledTypes.Select(t => t.Name()).Order(StringComparer.Ordinal);
        text.Append(CultureInfo.InvariantCulture, $"{organization.Id} {organization.RootId}\n")
            .AppendJoin(',', types)
            .Append('\n');
        if (organization.TrustedServices is { } trusted)
            text.Append(CultureInfo.InvariantCulture, $"trusted {trusted.Contains(PlanStep.Ec2Service)}\n");
    }

    private static void AppendPolicies(StringBuilder text, OurPolicies ours)
    {
        foreach (var policy in ours.All.OrderBy(p => p.Type).ThenBy(p => p.Name, StringComparer.Ordinal))
        {
            var isManaged = OurPolicies.IsManaged(policy);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{policy.Type.Name()} {policy.Name} {isManaged} {policy.Content}\n"
            );
            text.AppendJoin(',', ours.TargetsOf(policy).Order(StringComparer.Ordinal)).Append('\n');
        }
    }

    private static void AppendAttachments(
        StringBuilder text,
        Organization organization,
        DesiredState desired,
        OurPolicies ours
    )
    {
        var known = organization.Policies.ToDictionary(
            p => p.Id,
            p => (p.Type, Name: ours.All.Contains(p) ? $"ours:{p.Name}" : p.Id),
            StringComparer.Ordinal
        );
        foreach (var target in desired.TargetsIn(organization).Order(StringComparer.Ordinal))
        {
            var attached = organization
                .Attachments.Where(a => a.TargetId == target && known.ContainsKey(a.PolicyId))
                .Select(a => known[a.PolicyId]);
            // AWS keeps an order for each type, and says nothing about the order between types.
            foreach (var type in attached.GroupBy(p => p.Type).OrderBy(g => g.Key))
                text.Append(CultureInfo.InvariantCulture, $"{target} ")
                    .AppendJoin(',', type.Select(p => p.Name))
                    .Append('\n');
        }
    }
}
