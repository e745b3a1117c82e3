using AmiGovernance.Aws;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>An account by the connection to AWS.</summary>
internal sealed class LiveAccount(AwsConnection connection) : ILiveAccount
{
    public RegionName Region => RegionName.Parse(connection.Region.SystemName);

    public Task<ImageFacts?> FindImage(RegionName region, string imageId, CancellationToken cancel) =>
        connection.FindImage(null, region.Value, imageId, cancel);

    public Task<Organization> ReadPolicies(AccountId account, CancellationToken cancel) =>
        new ReadAccountPolicies(connection.Organizations).Read(account, cancel);
}
