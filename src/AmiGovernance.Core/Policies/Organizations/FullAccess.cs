namespace AmiGovernance.Core.Policies.Organizations;

/// <summary>
/// What stands everywhere where service control policies are in use and nothing else is attached: AWS attaches `FullAWSAccess` when the
/// type is enabled, and the last policy of a target cannot be detached (Organizations user guide, "SCP evaluation").
/// </summary>
internal static class FullAccess
{
    public static Organization With(Organization organization)
    {
        if (!organization.EnabledTypes.Contains(OrganizationPolicyType.ServiceControlPolicy))
            return organization;
        var scps = organization
            .Policies.Where(p => p.Type == OrganizationPolicyType.ServiceControlPolicy)
            .Select(p => p.Id)
            .Append(OrganizationPolicy.FullAwsAccessId)
            .ToHashSet(StringComparer.Ordinal);
        var withScp = organization
            .Attachments.Where(a => scps.Contains(a.PolicyId))
            .Select(a => a.TargetId)
            .ToHashSet(StringComparer.Ordinal);
        var targets = organization
            .Units.Select(u => u.Id)
            .Concat(organization.Accounts.Select(a => a.Id.Value))
            .Prepend(organization.RootId)
            .Where(t => !withScp.Contains(t));
        return organization with
        {
            Policies = organization.Policies.Any(p => p.Id == OrganizationPolicy.FullAwsAccessId)
                ? organization.Policies
                : [OrganizationPolicy.FullAwsAccess, .. organization.Policies],
            Attachments =
            [
                .. organization.Attachments,
                .. targets.Select(t => new PolicyAttachment(t, OrganizationPolicy.FullAwsAccessId)),
            ],
        };
    }
}
