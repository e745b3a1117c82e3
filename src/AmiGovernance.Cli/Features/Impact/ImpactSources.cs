using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Impact;

namespace AmiGovernance.Cli.Features.Impact;

/// <summary>What AWS tells of uses of images.</summary>
internal static class ImpactSources
{
    public static ImpactPorts Of(AwsConnection aws) =>
        new(
            aws.Organizations,
            aws,
            aws.ImageReader,
            aws.Launchers,
            aws.ImageParameters,
            aws.ImageFacts,
            aws.ImageRecipes
        );

    /// <exception cref="Core.Ports.AwsException">The organization cannot be read.</exception>
    public static Task<ImpactReport> Find(
        ImpactPorts ports,
        ImpactRequest request,
        ProgressLine progress,
        CancellationToken cancel
    )
    {
        var find = new FindImpact(ports, request)
        {
            Progress = places =>
                progress.Show($"reading: {Quantity.Of(places, "account and Region", "accounts and Regions")}"),
        };
        return find.Run(cancel);
    }
}
