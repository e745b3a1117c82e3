using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>What AWS itself says of whose record belongs here.</summary>
/// <param name="Id">Of the organization.</param>
/// <param name="Mark">The last deployment that it knows; null when it knows none.</param>
public sealed record MarkedOrganization(string Id, DeploymentMark? Mark)
{
    public static MarkedOrganization Of(Organization observed) => new(observed.Id, DeploymentMark.On(observed));
}
