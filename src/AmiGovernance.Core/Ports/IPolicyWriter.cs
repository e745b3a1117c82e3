using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Ports;

/// <summary>
/// Changes policies of an organization and their attachments. Every method throws <see cref="AwsException"/> when AWS refuses or does not
/// answer; then the change may have been made all the same.
/// </summary>
public interface IPolicyWriter
{
    /// <summary>Returns the new policy's id. A name that is taken is refused with `DuplicatePolicyException`.</summary>
    /// <param name="policy">Its id is not checked.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<string> CreatePolicy(OrganizationPolicy policy, CancellationToken cancel);

    /// <summary>Replaces content and description.</summary>
    /// <param name="policy">The policy of this id, as it is to be; its tags are not checked.</param>
    /// <param name="cancel">Ends the call.</param>
    Task UpdatePolicy(OrganizationPolicy policy, CancellationToken cancel);

    /// <param name="policyId">A policy that is attached nowhere; else it is refused with `PolicyInUseException`.</param>
    /// <param name="cancel">Ends the call.</param>
    Task DeletePolicy(string policyId, CancellationToken cancel);

    /// <param name="policyId">Such as `p-abcd1234`.</param>
    /// <param name="targetId">A root, organizational unit or account.</param>
    /// <param name="cancel">Ends the call.</param>
    Task AttachPolicy(string policyId, string targetId, CancellationToken cancel);

    /// <param name="policyId">Such as `p-abcd1234`.</param>
    /// <param name="targetId">A root, organizational unit or account.</param>
    /// <param name="cancel">Ends the call.</param>
    Task DetachPolicy(string policyId, string targetId, CancellationToken cancel);

    /// <param name="resourceId">The id of a policy.</param>
    /// <param name="tags">Added to those that are there.</param>
    /// <param name="cancel">Ends the call.</param>
    Task TagResource(string resourceId, ImmutableSortedDictionary<string, string> tags, CancellationToken cancel);
}
