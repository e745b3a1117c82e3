using System.Collections.Immutable;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>What was asked of `verify`.</summary>
/// <param name="Regions">As they were given; the first selects the partition.</param>
/// <param name="Mode">Null for what the attached policies say, else the configuration.</param>
/// <param name="Subnet">For test launches; null for the default VPC's.</param>
internal sealed record VerifyArguments(
    string ConfigPath,
    ImmutableArray<AccountId> Accounts,
    IReadOnlyList<string> Regions,
    AllowedImagesState? Mode,
    string RoleName,
    ImmutableArray<NamedImage> ApprovedImages,
    ImmutableArray<NamedImage> NotApprovedImages,
    bool Launch,
    bool CloudTrail,
    string InstanceType,
    string? Subnet,
    IReadOnlyList<OutputTarget> Targets
)
{
    /// <summary>Null with a line on standard error when a Region is none.</summary>
    public VerificationRequest? Request(CliContext context)
    {
        var regions = ImmutableArray.CreateBuilder<RegionName>();
        foreach (var given in Regions)
        {
            if (!RegionArguments.TryRead(context, given, out var region))
                return null;
            regions.Add(region);
        }
        return new VerificationRequest(ConfigPath, Accounts, regions.ToImmutable(), Mode, RoleName)
        {
            ApprovedImages = ApprovedImages,
            NotApprovedImages = NotApprovedImages,
            Launch = Launch,
            CloudTrail = CloudTrail,
        };
    }
}
