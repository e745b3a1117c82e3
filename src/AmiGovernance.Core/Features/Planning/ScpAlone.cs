using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>
/// An organization whose service knows no EC2 policies: a partition that has none yet, or a service double. There the service control
/// policy is all that governs, and its launch denies are what is enforced.
/// </summary>
public static class ScpAlone
{
    /// <summary>What every output says of such an organization.</summary>
    public const string Note =
        "allowed images: not governed, the service does not know the policy type DECLARATIVE_POLICY_EC2;"
        + " the SCP alone blocks what is not approved: it binds neither service-linked roles (Auto Scaling, Spot)"
        + " nor the management account, and in audit mode it marks no image";

    /// <summary>What the record says of a deployment there.</summary>
    public const string Remark = "SCP alone";

    private const OrganizationPolicyType Declarative = OrganizationPolicyType.DeclarativePolicyEc2;
    private const OrganizationPolicyType ServiceControl = OrganizationPolicyType.ServiceControlPolicy;

    /// <summary>Whether the organization is one of these.</summary>
    public static bool In(Organization organization) => !organization.Knows(Declarative);

    /// <summary>Whether a deployment had service control policies alone: what stood there before it, and what it made.</summary>
    /// <param name="deployment">The entries of one deployment.</param>
    public static bool Was(IReadOnlyCollection<DeploymentEntry> deployment)
    {
        var before = deployment.SelectMany(e => e.Before).Select(p => p.Type);
        var made = deployment
            .Select(e => e.Step)
            .OfType<PlanStep>()
            .Where(s => s.Policy.Length > 0)
            .Select(s => s.Type);
        var types = before.Concat(made).ToHashSet();
        return types.Contains(ServiceControl) && !types.Contains(Declarative);
    }

    /// <summary>The type of our policies whose targets are governed, and which tell the mode.</summary>
    internal static OrganizationPolicyType ModeType(Organization organization) =>
        In(organization) ? ServiceControl : Declarative;

    /// <summary>The mode that service control policies come to; null when there are none.</summary>
    internal static AllowedImagesState? Mode(IReadOnlyCollection<string> contents)
    {
        if (contents.Count == 0)
            return null;
        return contents.Any(DeniesLaunches) ? AllowedImagesState.Enabled : AllowedImagesState.AuditMode;
    }

    internal static bool DeniesLaunches(OrganizationPolicy policy) =>
        policy.Type == ServiceControl && DeniesLaunches(policy.Content);

    internal static bool DeniesLaunches(string content) =>
        PolicyContent
            .Statements(content)
            .Any(statement => !ReferenceEquals(LaunchDenies.WithoutLaunches(statement), statement));
}
