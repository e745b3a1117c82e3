using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>Quotas of AWS Organizations, in characters as sent.</summary>
public static class PolicyQuotas
{
    public static int DeclarativeCharacters => AwsFacts.DeclarativeCharacters.Value;

    /// <summary>The value before May 2026, which some partitions may still apply.</summary>
    public static int ScpCharactersBefore2026 => AwsFacts.ScpCharactersBefore.Value;

    public static int ScpCharacters => AwsFacts.ScpCharacters.Value;

    /// <summary>Policies of one type on one root, OU or account. `FullAWSAccess` takes one of these places.</summary>
    public static int AttachmentsPerTarget => AwsFacts.Attachments.Value;

    /// <summary>Policies of one type in an organization, those of AWS not among them.</summary>
    public static int PoliciesOf(OrganizationPolicyType type) =>
        type == OrganizationPolicyType.ServiceControlPolicy
            ? AwsFacts.ScpsOfOrganization.Value
            : AwsFacts.DeclarativePoliciesOfOrganization.Value;

    /// <summary>A warning starts at this share of a quota.</summary>
    public const double WarningShare = 0.8;

    /// <summary>Whether the raise of May 2026 is stated for the partition.</summary>
    public static bool IsScpRaiseConfirmed(Partition partition) =>
        AwsFacts.ScpRaisePartitions.Value.Contains(partition);
}
