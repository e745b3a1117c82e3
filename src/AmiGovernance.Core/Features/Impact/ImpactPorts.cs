using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Images;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>What is read to find the impact of the policies.</summary>
/// <param name="Regions">Tells the Regions of an account.</param>
public sealed record ImpactPorts(
    IOrganizations Organizations,
    IAwsIdentity Identity,
    IImageReader Regions,
    ILauncherReader Launchers,
    IImageParameterReader Parameters,
    IImageFactsReader Images,
    IImageRecipeReader Recipes
);
