using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>Quotas of AWS Organizations (user guide, "Quotas for AWS Organizations", as of 2026-09), in characters as sent.</summary>
public static class PolicyQuotas
{
    public const int DeclarativeCharacters = 10_000;

    /// <summary>The value before May 2026, which older partitions may still apply.</summary>
    public const int ScpCharactersBefore2026 = 5_120;

    public const int ScpCharacters = 10_240;

    /// <summary>Policies of one type on one root, OU or account. `FullAWSAccess` takes one of these places.</summary>
    public const int AttachmentsPerTarget = 10;

    /// <summary>Policies of one type in an organization, those of AWS not among them.</summary>
    public static int PoliciesOf(OrganizationPolicyType type) =>
        type == OrganizationPolicyType.ServiceControlPolicy ? 10_000 : 1_000;

    /// <summary>A warning starts at this share of a quota.</summary>
    public const double WarningShare = 0.8;

    /// <summary>The raise of May 2026 is documented for the commercial partition; elsewhere it is not confirmed.</summary>
    public static bool IsScpRaiseConfirmed(Partition partition) => partition == Partition.Aws;
}
