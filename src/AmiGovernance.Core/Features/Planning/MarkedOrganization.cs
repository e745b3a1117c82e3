using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>What AWS itself says of whose record belongs here.</summary>
/// <param name="Id">Of the organization.</param>
/// <param name="Mark">The last deployment that it knows; null when it knows none.</param>
public sealed record MarkedOrganization(string Id, DeploymentMark? Mark)
{
    /// <summary>The root whose tags the caller may not read, so that no mark says nothing; null when they were read.</summary>
    public string? HiddenRoot { get; private init; }

    public static MarkedOrganization Of(Organization observed) => new(observed.Id, DeploymentMark.On(observed));

    /// <summary>By the tags of the root alone: three calls, however large the organization is.</summary>
    /// <param name="aws">The organization.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer; tags that may not be read are no refusal.</exception>
    internal static async Task<MarkedOrganization> Read(IOrganizationsReader aws, CancellationToken cancel)
    {
        var organization = await aws.DescribeOrganization(cancel);
        var root = await aws.ListRoots(cancel);
        var tags = await ReadableTags.Of(root.Id, aws, cancel);
        return new MarkedOrganization(organization.Id, DeploymentMark.Of(tags))
        {
            HiddenRoot = tags is null ? root.Id : null,
        };
    }
}
