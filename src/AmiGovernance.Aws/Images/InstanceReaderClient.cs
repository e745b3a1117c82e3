using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Images;

/// <summary>EC2 of each account and Region, in member accounts by the role that is assumed there.</summary>
internal sealed class InstanceReaderClient(AwsSession session) : IInstanceReader
{
    /// <summary>EC2 API reference: the most that a page of DescribeInstanceImageMetadata holds.</summary>
    private const int PageSize = 1000;

    private static readonly List<Filter> NotTerminated =
    [
        new Filter("instance-state-name", ["pending", "running", "stopping", "stopped"]),
    ];

    public async Task<ImmutableArray<string>> DescribeRegions(AccountId account, CancellationToken cancel)
    {
        var answer = await Call(
            account,
            session.Region.SystemName,
            "DescribeRegions",
            ec2 => ec2.DescribeRegionsAsync(new DescribeRegionsRequest(), cancel),
            cancel
        );
        return [.. (answer.Regions ?? []).Select(r => r.RegionName).Order(StringComparer.Ordinal)];
    }

    public async Task<AllowedImagesSetting> GetAllowedImagesSettings(
        AccountId account,
        string region,
        CancellationToken cancel
    )
    {
        var answer = await Call(
            account,
            region,
            "GetAllowedImagesSettings",
            ec2 => ec2.GetAllowedImagesSettingsAsync(new GetAllowedImagesSettingsRequest(), cancel),
            cancel
        );
        // The EC2 API spells the state with a hyphen, declarative policies with an underscore.
        var state = AllowedImagesStates.FromName(answer.State?.Replace('-', '_')) ?? AllowedImagesState.Disabled;
        return new AllowedImagesSetting(state, answer.ManagedBy == ManagedBy.DeclarativePolicy);
    }

    public async IAsyncEnumerable<InstanceImage> DescribeInstanceImageMetadata(
        AccountId account,
        string region,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        string? token = null;
        do
        {
            var request = new DescribeInstanceImageMetadataRequest
            {
                Filters = NotTerminated,
                MaxResults = PageSize,
                NextToken = token,
            };
            var page = await Call(
                account,
                region,
                "DescribeInstanceImageMetadata",
                ec2 => ec2.DescribeInstanceImageMetadataAsync(request, cancel),
                cancel
            );
            foreach (var instance in page.InstanceImageMetadata ?? [])
                if (instance.ImageMetadata is { } image)
                    yield return new InstanceImage(
                        instance.InstanceId,
                        image.ImageId ?? "",
                        image.Name ?? "",
                        image.ImageOwnerAlias is { Length: > 0 } alias ? alias : image.OwnerId ?? "",
                        image.OwnerId ?? "",
                        image.ImageAllowed ?? false
                    );
            token = page.NextToken;
        } while (!string.IsNullOrEmpty(token));
    }

    private async Task<T> Call<T>(
        AccountId account,
        string region,
        string operation,
        Func<AmazonEC2Client, Task<T>> call,
        CancellationToken cancel
    ) =>
        await AwsCalls.Run(
            $"ec2:{operation}",
            async () => await call(await session.Ec2(account, region, cancel)),
            cancel
        );
}
