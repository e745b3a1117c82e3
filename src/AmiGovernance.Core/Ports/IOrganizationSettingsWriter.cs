using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Ports;

/// <summary>
/// Switches on what policies need. Every method throws <see cref="AwsException"/> when AWS refuses or does not answer.
/// </summary>
public interface IOrganizationSettingsWriter
{
    /// <param name="servicePrincipal">The service that gets trusted access, such as `ec2.amazonaws.com`.</param>
    /// <param name="cancel">Ends the call.</param>
    Task EnableAWSServiceAccess(string servicePrincipal, CancellationToken cancel);

    /// <summary>One that is on already is refused with `PolicyTypeAlreadyEnabledException`.</summary>
    /// <param name="rootId">The root of the organization.</param>
    /// <param name="type">The type of policy that can be attached from now on.</param>
    /// <param name="cancel">Ends the call.</param>
    Task EnablePolicyType(string rootId, OrganizationPolicyType type, CancellationToken cancel);
}
