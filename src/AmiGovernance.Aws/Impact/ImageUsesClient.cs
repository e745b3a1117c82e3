using System.Collections.Immutable;
using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Aws.Impact;

/// <summary>EC2 of each account and Region; Auto Scaling and parameters by the clients beside.</summary>
internal sealed class ImageUsesClient(AwsSession session, TimeProvider time) : IImageUseReader
{
    /// <summary>EC2 API reference: the most that a filter takes.</summary>
    private const int MostInFilter = 200;

    private static readonly List<Filter> NotTerminated =
    [
        new Filter("instance-state-name", ["pending", "running", "stopping", "stopped"]),
    ];

    /// <summary>What the other calls read is not asked for again.</summary>
    private static readonly List<ResourceTypeRequest> Recipes =
    [
        new() { ResourceType = ImageReferenceResourceType.ImagebuilderImageRecipe },
        new() { ResourceType = ImageReferenceResourceType.ImagebuilderContainerRecipe },
    ];

    public async Task<ImmutableArray<(RunningInstance Instance, ImageFacts Image)>> DescribeInstanceImageMetadata(
        AccountId account,
        string region,
        CancellationToken cancel
    )
    {
        var request = new DescribeInstanceImageMetadataRequest { Filters = NotTerminated, MaxResults = 1000 };
        return await Pages(
            account,
            region,
            "DescribeInstanceImageMetadata",
            async (ec2, token) =>
            {
                request.NextToken = token;
                var page = await ec2.DescribeInstanceImageMetadataAsync(request, cancel);
                return (
                    (page.InstanceImageMetadata ?? []).Where(i => i.ImageMetadata is not null).Select(Read),
                    page.NextToken
                );
            },
            cancel
        );
    }

    public async Task<ImmutableArray<TemplateVersion>> DescribeLaunchTemplateVersions(
        AccountId account,
        string region,
        CancellationToken cancel
    )
    {
        async Task<ImmutableArray<Amazon.EC2.Model.LaunchTemplateVersion>> Of(string version)
        {
            var request = new DescribeLaunchTemplateVersionsRequest { Versions = [version], MaxResults = 200 };
            return await Pages<Amazon.EC2.Model.LaunchTemplateVersion>(
                account,
                region,
                "DescribeLaunchTemplateVersions",
                async (ec2, token) =>
                {
                    request.NextToken = token;
                    var page = await ec2.DescribeLaunchTemplateVersionsAsync(request, cancel);
                    return (page.LaunchTemplateVersions ?? [], page.NextToken);
                },
                cancel
            );
        }
        var latest = await Of("$Latest");
        var others = (await Of("$Default")).Where(v =>
            latest.All(l => l.LaunchTemplateId != v.LaunchTemplateId || l.VersionNumber != v.VersionNumber)
        );
        return [.. latest.Select(v => Read(v, isLatest: true)), .. others.Select(v => Read(v, isLatest: false))];
    }

    public async Task<TemplateVersion?> DescribeLaunchTemplateVersion(
        AccountId account,
        string region,
        TemplateReference reference,
        CancellationToken cancel
    )
    {
        var request = new DescribeLaunchTemplateVersionsRequest
        {
            Versions = [reference.Version.Length > 0 ? reference.Version : "$Default"],
        };
        if (reference.Template.StartsWith("lt-", StringComparison.Ordinal))
            request.LaunchTemplateId = reference.Template;
        else
            request.LaunchTemplateName = reference.Template;
        try
        {
            var answer = await Call(
                account,
                region,
                "DescribeLaunchTemplateVersions",
                ec2 => ec2.DescribeLaunchTemplateVersionsAsync(request, cancel),
                cancel
            );
            return (answer.LaunchTemplateVersions ?? []).Select(v => Read(v, isLatest: false)).FirstOrDefault();
        }
        catch (AwsException e) when (e.Code.StartsWith("InvalidLaunchTemplate", StringComparison.Ordinal))
        {
            return null;
        }
    }

    public Task<(ImmutableArray<Launcher> Groups, ImmutableArray<NamedImage> Configurations)> DescribeAutoScaling(
        AccountId account,
        string region,
        CancellationToken cancel
    ) => new AutoScalingReader(session, time).Describe(account, region, cancel);

    public async Task<ImmutableArray<Launcher>> DescribeFleets(
        AccountId account,
        string region,
        CancellationToken cancel
    )
    {
        var fleets = await Pages(
            account,
            region,
            "DescribeFleets",
            async (ec2, token) =>
            {
                var page = await ec2.DescribeFleetsAsync(
                    new DescribeFleetsRequest { NextToken = token, MaxResults = 100 },
                    cancel
                );
                return (Fleets.Of(page.Fleets ?? []), page.NextToken);
            },
            cancel
        );
        var spotFleets = await Pages(
            account,
            region,
            "DescribeSpotFleetRequests",
            async (ec2, token) =>
            {
                var page = await ec2.DescribeSpotFleetRequestsAsync(
                    new DescribeSpotFleetRequestsRequest { NextToken = token, MaxResults = 100 },
                    cancel
                );
                return (Fleets.Of(page.SpotFleetRequestConfigs ?? []), page.NextToken);
            },
            cancel
        );
        var requests = await Pages(
            account,
            region,
            "DescribeSpotInstanceRequests",
            async (ec2, token) =>
            {
                var page = await ec2.DescribeSpotInstanceRequestsAsync(
                    new DescribeSpotInstanceRequestsRequest { NextToken = token, MaxResults = 1000 },
                    cancel
                );
                return (Fleets.Of(page.SpotInstanceRequests ?? []), page.NextToken);
            },
            cancel
        );
        return [.. fleets, .. spotFleets, .. requests];
    }

    public Task<ImmutableArray<NamedImage>> FindParameters(
        AccountId account,
        string region,
        CancellationToken cancel
    ) => new ParameterReader(session, time).Find(account, region, cancel);

    public Task<ImmutableArray<NamedImage>> GetParameters(
        AccountId account,
        string region,
        ImmutableArray<string> names,
        CancellationToken cancel
    ) => new ParameterReader(session, time).Get(account, region, names, cancel);

    public async Task<ImmutableArray<ImageFacts>> DescribeImages(
        AccountId account,
        string region,
        ImmutableArray<string> ids,
        CancellationToken cancel
    )
    {
        var found = ImmutableArray.CreateBuilder<ImageFacts>();
        foreach (var some in ids.Chunk(MostInFilter))
        {
            // By filter, for one unknown id among those that are named fails the call.
            var request = new DescribeImagesRequest
            {
                Filters = [new Filter("image-id", [.. some])],
                IncludeDeprecated = true,
                IncludeDisabled = true,
            };
            var answer = await Call(
                account,
                region,
                "DescribeImages",
                ec2 => ec2.DescribeImagesAsync(request, cancel),
                cancel
            );
            found.AddRange((answer.Images ?? []).Select(DescribedImage.Facts));
        }
        return found.ToImmutable();
    }

    public async Task<ImmutableArray<RecipeReference>> DescribeImageReferences(
        AccountId account,
        string region,
        ImmutableArray<string> ids,
        CancellationToken cancel
    )
    {
        var request = new DescribeImageReferencesRequest { ImageIds = [.. ids], ResourceTypes = Recipes };
        return await Pages(
            account,
            region,
            "DescribeImageReferences",
            async (ec2, token) =>
            {
                request.NextToken = token;
                var page = await ec2.DescribeImageReferencesAsync(request, cancel);
                return (
                    (page.ImageReferences ?? []).Where(r => r.Arn is not null && r.ImageId is not null).Select(Read),
                    page.NextToken
                );
            },
            cancel
        );
    }

    private async Task<ImmutableArray<T>> Pages<T>(
        AccountId account,
        string region,
        string operation,
        Func<AmazonEC2Client, string?, Task<(IEnumerable<T> Items, string? Next)>> page,
        CancellationToken cancel
    )
    {
        var all = ImmutableArray.CreateBuilder<T>();
        string? token = null;
        do
        {
            var (items, next) = await Call(account, region, operation, ec2 => page(ec2, token), cancel);
            all.AddRange(items);
            token = string.IsNullOrEmpty(next) ? null : next;
        } while (token is not null);
        return all.ToImmutable();
    }

    private Task<T> Call<T>(
        AccountId account,
        string region,
        string operation,
        Func<AmazonEC2Client, Task<T>> call,
        CancellationToken cancel
    ) => AwsCalls.Run($"ec2:{operation}", async () => await call(await session.Ec2(account, region, cancel)), cancel);

    private static (RunningInstance, ImageFacts) Read(InstanceImageMetadata instance)
    {
        string Tag(string key) => (instance.Tags ?? []).FirstOrDefault(t => t.Key == key)?.Value ?? "";
        var image = instance.ImageMetadata;
        return (
            new RunningInstance(
                instance.InstanceId,
                Tag("Name"),
                image.ImageId ?? "",
                Tag("aws:autoscaling:groupName")
            ),
            DescribedImage.Facts(image)
        );
    }

    private static TemplateVersion Read(Amazon.EC2.Model.LaunchTemplateVersion version, bool isLatest) =>
        new(
            version.LaunchTemplateId,
            version.LaunchTemplateName ?? version.LaunchTemplateId,
            version.VersionNumber ?? 0,
            version.DefaultVersion == true,
            isLatest,
            version.LaunchTemplateData?.ImageId ?? ""
        );

    private static RecipeReference Read(ImageReference reference) =>
        new(
            reference.ResourceType == ImageReferenceResourceType.ImagebuilderContainerRecipe
                ? UseKind.ContainerRecipe
                : UseKind.ImageRecipe,
            reference.Arn,
            reference.ImageId
        );
}
