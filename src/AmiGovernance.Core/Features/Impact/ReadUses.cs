using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>Reads what names images in one account and Region. What fails leaves a gap, the rest is there.</summary>
internal sealed class ReadUses(ImpactPorts ports, AccountId account, RegionName region)
{
    private readonly List<ImpactGap> gaps = [];

    public async Task<PlaceUses> Read(CancellationToken cancel)
    {
        var instances = await Try([], () => ports.Launchers.DescribeInstanceImageMetadata(account, region, cancel));
        var read = await ReadLaunchers(cancel);
        read = read with { Instances = [.. instances.Select(i => i.Instance)] };
        read = await WithMissingTemplates(read, cancel);
        read = await WithMissingParameters(read, cancel);

        var uses = new UseResolver(account, region, read).Uses();
        ImmutableArray<ImageFacts> known = [.. instances.Select(i => i.Image)];
        ImmutableArray<ImageId> unknown =
        [
            .. uses.Select(u => u.Image)
                .OfType<ImageId>()
                .Distinct()
                .Where(id => known.All(k => k.ImageId != id.Value))
                .Order(),
        ];
        if (!unknown.IsEmpty)
            known = known.AddRange(await Try([], () => ports.Images.DescribeImages(account, region, unknown, cancel)));
        return new PlaceUses(uses, known, [.. gaps.Distinct()]);
    }

    private async Task<RegionLaunchers> ReadLaunchers(CancellationToken cancel)
    {
        var (groups, configurations) = await Try(
            ([], []),
            () => ports.Launchers.DescribeAutoScaling(account, region, cancel)
        );
        var templates = await Try([], () => ports.Launchers.DescribeLaunchTemplateVersions(account, region, cancel));
        var fleets = await Try([], () => ports.Launchers.DescribeFleets(account, region, cancel));
        var parameters = await Try([], () => ports.Parameters.FindParameters(account, region, cancel));
        return new RegionLaunchers
        {
            Templates = templates,
            Launchers = [.. groups, .. fleets],
            LaunchConfigurations = configurations,
            Parameters = parameters,
        };
    }

    /// <summary>Launchers may refer to versions that are neither the default nor the latest one.</summary>
    private async Task<RegionLaunchers> WithMissingTemplates(RegionLaunchers read, CancellationToken cancel)
    {
        var templates = read.Templates;
        foreach (var reference in UseResolver.Missing(read))
        {
            var version = await Try(
                null,
                () => ports.Launchers.DescribeLaunchTemplateVersion(account, region, reference, cancel)
            );
            if (version is not null)
                templates = templates.Add(version);
        }
        return read with { Templates = templates };
    }

    /// <summary>Among them AWS's public ones, which are in no account's list.</summary>
    private async Task<RegionLaunchers> WithMissingParameters(RegionLaunchers read, CancellationToken cancel)
    {
        var names = UseResolver.ParametersOf(read);
        if (names.IsEmpty)
            return read;
        var found = await Try([], () => ports.Parameters.GetParameters(account, region, names, cancel));
        return read with { Parameters = read.Parameters.AddRange(found) };
    }

    private async Task<T> Try<T>(T otherwise, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (AwsException e)
        {
            gaps.Add(ImpactGap.Of(account, region, e));
            return otherwise;
        }
    }
}
