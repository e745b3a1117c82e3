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

    public async Task<ImmutableArray<RegionName>> DescribeRegions(AccountId account, CancellationToken cancel)
    {
        var answer = await new Ec2Place(session, account, session.Region.SystemName).Call(
            "DescribeRegions",
            ec2 => ec2.DescribeRegionsAsync(new DescribeRegionsRequest(), cancel),
            cancel
        );
        return [.. Named(answer.Regions ?? []).Order()];
    }

    /// <summary>A name that is no Region's cannot be called.</summary>
    private static IEnumerable<RegionName> Named(IEnumerable<Region> regions)
    {
        foreach (var region in regions)
            if (RegionName.TryParse(region.RegionName ?? "", out var name))
                yield return name;
    }

    public async Task<AllowedImagesSetting> GetAllowedImagesSettings(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    )
    {
        var answer = await new Ec2Place(session, account, region.Value).Call(
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
        RegionName region,
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
            var page = await new Ec2Place(session, account, region.Value).Call(
                "DescribeInstanceImageMetadata",
                ec2 => ec2.DescribeInstanceImageMetadataAsync(request, cancel),
                cancel
            );
            foreach (var instance in page.InstanceImageMetadata ?? [])
                yield return Image(instance.InstanceId, instance.ImageMetadata ?? new ImageMetadata());
            token = page.NextToken;
        } while (!string.IsNullOrEmpty(token));
    }

    private static InstanceImage Image(string instanceId, ImageMetadata image) =>
        new(
            instanceId,
            ImageId.TryParse(image.ImageId ?? "", out var id) ? id : null,
            image.Name ?? "",
            string.IsNullOrEmpty(image.ImageOwnerAlias) ? image.OwnerId ?? "" : image.ImageOwnerAlias,
            AccountId.TryParse(image.OwnerId ?? "", out var owner) ? owner : null,
            // Fail closed: an image of which EC2 does not say that it is allowed counts as not allowed.
            image.ImageAllowed
                is true
        );
}
