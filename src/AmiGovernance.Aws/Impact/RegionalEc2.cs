using System.Collections.Immutable;
using Amazon.EC2;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Aws.Impact;

/// <summary>Calls to EC2 in one account and Region, for one use.</summary>
internal sealed class RegionalEc2(AwsSession session, AccountId account, RegionName region, CancellationToken cancel)
{
    private readonly Ec2Place place = new(session, account, region);

    /// <param name="operation">As the EC2 API names it.</param>
    public Task<T> Call<T>(string operation, Func<AmazonEC2Client, Task<T>> call) =>
        place.Call(operation, call, cancel);

    /// <summary>The items of all pages.</summary>
    /// <param name="page">Asks for the page of a token, which is null for the first.</param>
    public async Task<ImmutableArray<T>> Pages<T>(
        string operation,
        Func<AmazonEC2Client, string?, Task<(IEnumerable<T> Items, string? Next)>> page
    )
    {
        var pages = await place.Pages(operation, page, answer => answer.Next, cancel);
        return [.. pages.SelectMany(answer => answer.Items)];
    }
}
