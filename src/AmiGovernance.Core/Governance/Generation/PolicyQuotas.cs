using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>Quotas of AWS Organizations for the policies that are generated; <see cref="OrganizationPolicyKind"/> has those of each type.</summary>
public static class PolicyQuotas
{
    public static int DeclarativeCharacters => OrganizationPolicyType.DeclarativePolicyEc2.Kind().Characters;

    /// <summary>The value before May 2026, which some partitions may still apply.</summary>
    public static int ScpCharactersBefore2026 => AwsFacts.ScpCharactersBefore.Value;

    public static int ScpCharacters => OrganizationPolicyType.ServiceControlPolicy.Kind().Characters;

    /// <summary>Service control policies on one root, OU or account. `FullAWSAccess` takes one of these places.</summary>
    public static int ScpsPerTarget => OrganizationPolicyType.ServiceControlPolicy.Kind().AttachmentsPerTarget;

    /// <summary>A warning starts at this share of a quota.</summary>
    public const double WarningShare = 0.8;

    /// <summary>Whether the raise of May 2026 is stated for the partition.</summary>
    public static bool IsScpRaiseConfirmed(Partition partition) =>
        AwsFacts.ScpRaisePartitions.Value.Contains(partition);
}
