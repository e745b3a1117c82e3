using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>Reads what names images in one account and Region. What fails leaves a gap, the rest is there.</summary>
internal sealed class ReadUses(IImageUseReader reader, AccountId account, string region)
{
    private readonly List<ImpactGap> gaps = [];

    public async Task<(
        ImmutableArray<ImageUse> Uses,
        ImmutableArray<ImageFacts> Images,
        ImmutableArray<ImpactGap> Gaps
    )> Read(CancellationToken cancel)
    {
        var instances = await Try([], () => reader.DescribeInstanceImageMetadata(account, region, cancel));
        var (groups, configurations) = await Try(([], []), () => reader.DescribeAutoScaling(account, region, cancel));
        var read = new RegionLaunchers
        {
            Instances = [.. instances.Select(i => i.Instance)],
            Templates = await Try([], () => reader.DescribeLaunchTemplateVersions(account, region, cancel)),
            Launchers = groups.AddRange(await Try([], () => reader.DescribeFleets(account, region, cancel))),
            LaunchConfigurations = configurations,
            Parameters = await Try([], () => reader.FindParameters(account, region, cancel)),
        };
        foreach (var reference in UseResolver.Missing(read))
            if (
                await Try(null, () => reader.DescribeLaunchTemplateVersion(account, region, reference, cancel)) is
                { } version
            )
                read = read with { Templates = read.Templates.Add(version) };
        var names = UseResolver.ParametersOf(read);
        if (!names.IsEmpty)
            read = read with
            {
                Parameters = read.Parameters.AddRange(
                    await Try([], () => reader.GetParameters(account, region, names, cancel))
                ),
            };

        var uses = new UseResolver(account.Value, region, read).Uses();
        ImmutableArray<ImageFacts> known = [.. instances.Select(i => i.Image)];
        ImmutableArray<string> unknown =
        [
            .. uses.Select(u => u.ImageId)
                .Where(id => CallImages.IsImage(id))
                .Except(known.Select(k => k.ImageId ?? ""))
                .Order(StringComparer.Ordinal),
        ];
        if (!unknown.IsEmpty)
            known = known.AddRange(await Try([], () => reader.DescribeImages(account, region, unknown, cancel)));
        return (uses, known, [.. gaps.Distinct()]);
    }

    private async Task<T> Try<T>(T otherwise, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (AwsException e)
        {
            gaps.Add(new ImpactGap(account.Value, region, e.Failure.Summary));
            return otherwise;
        }
    }
}
