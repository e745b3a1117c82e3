using System.Collections.Immutable;
using Amazon.EC2.Model;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Aws.Impact;

/// <summary>EC2 Fleets, Spot Fleets and Spot requests of one account and Region.</summary>
internal sealed class FleetReader(RegionalEc2 ec2)
{
    private const int PageSize = 100;
    private const int RequestPageSize = 1000;

    public async Task<ImmutableArray<Launcher>> Describe(CancellationToken cancel) =>
        [.. await Ec2Fleets(cancel), .. await SpotFleets(cancel), .. await SpotRequests(cancel)];

    private Task<ImmutableArray<Launcher>> Ec2Fleets(CancellationToken cancel) =>
        ec2.Pages(
            "DescribeFleets",
            async (client, token) =>
            {
                var request = new DescribeFleetsRequest { NextToken = token, MaxResults = PageSize };
                var page = await client.DescribeFleetsAsync(request, cancel);
                return (Fleets.Of(page.Fleets ?? []), page.NextToken);
            }
        );

    private Task<ImmutableArray<Launcher>> SpotFleets(CancellationToken cancel) =>
        ec2.Pages(
            "DescribeSpotFleetRequests",
            async (client, token) =>
            {
                var request = new DescribeSpotFleetRequestsRequest { NextToken = token, MaxResults = PageSize };
                var page = await client.DescribeSpotFleetRequestsAsync(request, cancel);
                return (Fleets.Of(page.SpotFleetRequestConfigs ?? []), page.NextToken);
            }
        );

    private Task<ImmutableArray<Launcher>> SpotRequests(CancellationToken cancel) =>
        ec2.Pages(
            "DescribeSpotInstanceRequests",
            async (client, token) =>
            {
                var request = new DescribeSpotInstanceRequestsRequest
                {
                    NextToken = token,
                    MaxResults = RequestPageSize,
                };
                var page = await client.DescribeSpotInstanceRequestsAsync(request, cancel);
                return (Fleets.Of(page.SpotInstanceRequests ?? []), page.NextToken);
            }
        );
}
