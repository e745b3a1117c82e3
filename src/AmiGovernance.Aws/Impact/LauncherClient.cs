using System.Collections.Immutable;
using Amazon.EC2.Model;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Impact;
using LaunchTemplateVersion = Amazon.EC2.Model.LaunchTemplateVersion;

namespace AmiGovernance.Aws.Impact;

/// <summary>What launches and runs: EC2 of each account and Region, and Auto Scaling.</summary>
internal sealed class LauncherClient(AwsSession session, TimeProvider time) : ILauncherReader
{
    private const string Latest = "$Latest";
    private const string Default = "$Default";

    private static readonly List<Filter> NotTerminated =
    [
        new Filter("instance-state-name", ["pending", "running", "stopping", "stopped"]),
    ];

    public Task<ImmutableArray<(RunningInstance Instance, ImageFacts Image)>> DescribeInstanceImageMetadata(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    )
    {
        var request = new DescribeInstanceImageMetadataRequest { Filters = NotTerminated, MaxResults = 1000 };
        return Ec2(account, region, cancel)
            .Pages(
                "DescribeInstanceImageMetadata",
                async (ec2, token) =>
                {
                    request.NextToken = token;
                    var page = await ec2.DescribeInstanceImageMetadataAsync(request, cancel);
                    var instances = (page.InstanceImageMetadata ?? []).Where(i => i.ImageMetadata is not null);
                    return (instances.Select(Read), page.NextToken);
                }
            );
    }

    public async Task<ImmutableArray<TemplateVersion>> DescribeLaunchTemplateVersions(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    )
    {
        var ec2 = Ec2(account, region, cancel);
        var latest = await Versions(ec2, Latest, cancel);
        var byDefault = await Versions(ec2, Default, cancel);

        var known = latest.Select(Key).ToHashSet();
        var others = byDefault.Where(v => !known.Contains(Key(v)));
        return [.. latest.Select(v => Read(v, isLatest: true)), .. others.Select(v => Read(v, isLatest: false))];
    }

    public async Task<TemplateVersion?> DescribeLaunchTemplateVersion(
        AccountId account,
        RegionName region,
        TemplateReference reference,
        CancellationToken cancel
    )
    {
        var request = new DescribeLaunchTemplateVersionsRequest
        {
            Versions = [reference.Version.Length > 0 ? reference.Version : Default],
        };
        if (reference.Id.Length > 0)
            request.LaunchTemplateId = reference.Id;
        else
            request.LaunchTemplateName = reference.Name;
        try
        {
            var answer = await Ec2(account, region, cancel)
                .Call(
                    "DescribeLaunchTemplateVersions",
                    ec2 => ec2.DescribeLaunchTemplateVersionsAsync(request, cancel)
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
        RegionName region,
        CancellationToken cancel
    ) => new AutoScalingReader(session, account, region, time).Describe(cancel);

    public Task<ImmutableArray<Launcher>> DescribeFleets(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    ) => new FleetReader(Ec2(account, region, cancel)).Describe(cancel);

    private RegionalEc2 Ec2(AccountId account, RegionName region, CancellationToken cancel) =>
        new(session, account, region, cancel);

    private static Task<ImmutableArray<LaunchTemplateVersion>> Versions(
        RegionalEc2 ec2,
        string version,
        CancellationToken cancel
    )
    {
        var request = new DescribeLaunchTemplateVersionsRequest { Versions = [version], MaxResults = 200 };
        return ec2.Pages<LaunchTemplateVersion>(
            "DescribeLaunchTemplateVersions",
            async (client, token) =>
            {
                request.NextToken = token;
                var page = await client.DescribeLaunchTemplateVersionsAsync(request, cancel);
                return (page.LaunchTemplateVersions ?? [], page.NextToken);
            }
        );
    }

    private static (string Template, long? Version) Key(LaunchTemplateVersion version) =>
        (version.LaunchTemplateId, version.VersionNumber);

    private static (RunningInstance, ImageFacts) Read(InstanceImageMetadata instance)
    {
        string Tag(string key) => (instance.Tags ?? []).FirstOrDefault(t => t.Key == key)?.Value ?? "";

        var image = instance.ImageMetadata;
        var running = new RunningInstance(
            instance.InstanceId,
            Tag("Name"),
            image.ImageId ?? "",
            Tag("aws:autoscaling:groupName")
        );
        return (running, DescribedImage.Facts(image));
    }

    private static TemplateVersion Read(LaunchTemplateVersion version, bool isLatest) =>
        new(
            version.LaunchTemplateId,
            version.LaunchTemplateName ?? version.LaunchTemplateId,
            version.VersionNumber ?? 0,
            version.DefaultVersion == true,
            isLatest,
            version.LaunchTemplateData?.ImageId ?? ""
        );
}
