using AmiGovernance.Aws;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>An account by the connection to AWS.</summary>
/// <param name="region">Of the profile or the environment.</param>
internal sealed class LiveAccount(AwsConnection connection, RegionName region) : ILiveAccount
{
    public RegionName Region => region;

    public Task<ImageFacts?> FindImage(RegionName region, string imageId, CancellationToken cancel) =>
        connection.FindImage(null, region.Value, imageId, cancel);

    public Task<Organization> ReadPolicies(AccountId account, CancellationToken cancel) =>
        new ReadAccountPolicies(connection.Organizations).Read(account, cancel);
}
