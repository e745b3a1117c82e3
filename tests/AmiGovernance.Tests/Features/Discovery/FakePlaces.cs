using System.Collections.Frozen;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Tests.Features.Discovery;

/// <summary>The accounts of a case, each with one Region.</summary>
internal sealed class FakePlaces(DiscoveryCase world)
    : ILauncherReader,
        IImageParameterReader,
        IImageFactsReader,
        IImageRecipeReader,
        IImageReader
{
    public ImpactPorts Ports => new(null!, null!, this, this, this, this, this);

    /// <summary>Places that were read.</summary>
    public int Reads { get; private set; }

    private IEnumerable<string[]> Of(AccountId account, params string[] kinds) =>
        world.Uses.Select(u => u.Split(' ')).Where(u => u[0] == account.Value && kinds.Contains(u[1]));

    private ImageFacts? Facts(string image) =>
        world.Images.Select(DiscoveryCase.Facts).FirstOrDefault(i => i.ImageId == image && i.IsDescribed);

    public Task<ImmutableArray<AccountRegion>> DescribeRegions(AccountId account, CancellationToken cancel) =>
        world.Closed.Contains(account.Value)
            ? throw new AwsException(
                new AwsFailure
                {
                    Operation = "sts:AssumeRole",
                    Code = "AccessDenied",
                    Message = "not authorized to assume the role",
                }
            )
            : Task.FromResult<ImmutableArray<AccountRegion>>([
                new AccountRegion(RegionName.Parse("us-east-1"), "opt-in-not-required"),
            ]);

    public Task<ImmutableArray<(RunningInstance Instance, ImageFacts Image)>> DescribeInstanceImageMetadata(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    )
    {
        Reads++;
        return Task.FromResult<ImmutableArray<(RunningInstance, ImageFacts)>>([
            .. Of(account, "instance")
                .Select(u => DiscoveryCase.Id(u[3]))
                .Zip(Of(account, "instance"))
                .Select(u =>
                    (
                        new RunningInstance(u.Second[2], "", u.First, ""),
                        Facts(u.First) ?? new ImageFacts("", null) { ImageId = u.First }
                    )
                ),
        ]);
    }

    public Task<ImmutableArray<TemplateVersion>> DescribeLaunchTemplateVersions(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    ) =>
        Task.FromResult<ImmutableArray<TemplateVersion>>([
            .. Of(account, "template")
                .Select(u => new TemplateVersion(u[2], u[2], 1, true, true, DiscoveryCase.Id(u[3]))),
        ]);

    public Task<TemplateVersion?> DescribeLaunchTemplateVersion(
        AccountId account,
        RegionName region,
        TemplateReference reference,
        CancellationToken cancel
    ) => Task.FromResult<TemplateVersion?>(null);

    public Task<(ImmutableArray<Launcher> Groups, ImmutableArray<NamedImage> Configurations)> DescribeAutoScaling(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    ) =>
        Task.FromResult<(ImmutableArray<Launcher>, ImmutableArray<NamedImage>)>(
            (
                [
                    .. Of(account, "group", "suspended")
                        .Select(u => new Launcher(UseKind.AutoScalingGroup, u[2])
                        {
                            Urgency = u[1] == "group" ? Urgency.NextLaunch : Urgency.Idle,
                            Instances = 2,
                            Images = [DiscoveryCase.Id(u[3])],
                        }),
                ],
                []
            )
        );

    public Task<ImmutableArray<Launcher>> DescribeFleets(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    ) => Task.FromResult<ImmutableArray<Launcher>>([]);

    public Task<ImmutableArray<NamedImage>> FindParameters(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    ) =>
        Task.FromResult<ImmutableArray<NamedImage>>([
            .. Of(account, "parameter").Select(u => new NamedImage(u[2], DiscoveryCase.Id(u[3]))),
        ]);

    public Task<ImmutableArray<NamedImage>> GetParameters(
        AccountId account,
        RegionName region,
        ImmutableArray<string> names,
        CancellationToken cancel
    ) => Task.FromResult<ImmutableArray<NamedImage>>([]);

    Task<ImmutableArray<ImageFacts>> IImageFactsReader.DescribeImages(
        AccountId account,
        RegionName region,
        ImmutableArray<ImageId> images,
        CancellationToken cancel
    ) => Task.FromResult<ImmutableArray<ImageFacts>>([.. images.Select(i => Facts(i.Value)).OfType<ImageFacts>()]);

    public Task<ImmutableArray<RecipeReference>> DescribeImageReferences(
        AccountId account,
        RegionName region,
        ImmutableArray<ImageId> images,
        CancellationToken cancel
    ) =>
        Task.FromResult<ImmutableArray<RecipeReference>>([
            .. Of(account, "recipe")
                .Where(u => images.Any(i => i.Value == DiscoveryCase.Id(u[3])))
                .Select(u => new RecipeReference(UseKind.ImageRecipe, $"arn:x/{u[2]}", DiscoveryCase.Id(u[3]))),
        ]);

    Task<ImmutableArray<InventoriedImage>> IImageReader.DescribeImages(
        AccountId account,
        RegionName region,
        ImageSelection selection,
        CancellationToken cancel
    ) => throw new InvalidOperationException("no images are listed");

    public Task<ImmutableArray<LaunchPermission>> DescribeLaunchPermissions(
        ImagePlace image,
        CancellationToken cancel
    ) => throw new InvalidOperationException("no permissions are read");

    public Task<FrozenSet<string>> DescribePublicSnapshots(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    ) => throw new InvalidOperationException("no snapshots are read");

    public Task<ImageSettings> GetImageSettings(
        AccountId account,
        RegionName region,
        ImmutableArray<StateAttribute> attributes,
        CancellationToken cancel
    ) => throw new InvalidOperationException("no settings are read");
}
