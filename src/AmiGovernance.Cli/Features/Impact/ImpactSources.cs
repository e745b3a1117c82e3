using AmiGovernance.Aws;
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
}
