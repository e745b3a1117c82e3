using Amazon.EC2;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Session;

/// <summary>Makes calls of EC2 in an account and Region, so that a failure tells where it was.</summary>
/// <param name="region">As the caller's settings have it, where they say which one it is: AWS tells whether there is such a Region.</param>
internal sealed class Ec2Place(AwsSession session, AccountId account, string region)
{
    public Ec2Place(AwsSession session, AccountId account, RegionName region)
        : this(session, account, region.Value) { }

    /// <param name="operation">As EC2 names it, such as `DescribeImages`.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer, or the role cannot be assumed.</exception>
    public Task<T> Call<T>(string operation, Func<AmazonEC2Client, Task<T>> call, CancellationToken cancel) =>
        AwsCalls.Run(
            $"ec2:{operation}",
            CallPlace.Of(account, region),
            async () => await call(await session.Ec2(account, region, cancel)),
            cancel
        );

    /// <summary>Makes a call until there is no further page.</summary>
    /// <param name="call">Makes the call with the token of a page; null for the first.</param>
    /// <param name="next">The token of the page that follows; null or empty where there is none.</param>
    public async Task<List<T>> Pages<T>(
        string operation,
        Func<AmazonEC2Client, string?, Task<T>> call,
        Func<T, string?> next,
        CancellationToken cancel
    )
    {
        var pages = new List<T>();
        string? token = null;
        do
        {
            var asked = token;
            var page = await Call(operation, ec2 => call(ec2, asked), cancel);
            pages.Add(page);
            token = next(page);
        } while (!string.IsNullOrEmpty(token));
        return pages;
    }
}
