using System.Collections.Immutable;
using Amazon.EC2;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Aws.Impact;

/// <summary>Calls to EC2 in one account and Region.</summary>
internal sealed class RegionalEc2(AwsSession session, AccountId account, RegionName region, CancellationToken cancel)
{
    /// <param name="operation">As the EC2 API names it.</param>
    public Task<T> Call<T>(string operation, Func<AmazonEC2Client, Task<T>> call) =>
        AwsCalls.Run(
            $"ec2:{operation}",
            new CallPlace(account, region),
            async () => await call(await session.Ec2(account, region.Value, cancel)),
            cancel
        );

    /// <summary>The items of all pages.</summary>
    /// <param name="page">Asks for the page of a token, which is null for the first.</param>
    public async Task<ImmutableArray<T>> Pages<T>(
        string operation,
        Func<AmazonEC2Client, string?, Task<(IEnumerable<T> Items, string? Next)>> page
    )
    {
        var all = ImmutableArray.CreateBuilder<T>();
        string? token = null;
        do
        {
            var (items, next) = await Call(operation, ec2 => page(ec2, token));
            all.AddRange(items);
            token = next;
        } while (!string.IsNullOrEmpty(token));
        return all.ToImmutable();
    }
}
