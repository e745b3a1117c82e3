using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Ports.Impact;

/// <summary>
/// What launches and what runs in the accounts of an organization: own credentials for the own account, a role in every other. Lists
/// follow all pages. Every method throws <see cref="AwsException"/> when AWS refuses or does not answer.
/// </summary>
public interface ILauncherReader
{
    /// <summary>
    /// All that is not terminated, with what EC2 tells of each image, also of those that are gone or hidden.
    /// </summary>
    /// <param name="account">Whose instances.</param>
    /// <param name="region">Where they run.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<(RunningInstance Instance, ImageFacts Image)>> DescribeInstanceImageMetadata(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    );

    /// <summary>The default and the latest version of every launch template.</summary>
    /// <param name="account">Whose launch templates.</param>
    /// <param name="region">Where they are.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<TemplateVersion>> DescribeLaunchTemplateVersions(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    );

    /// <summary>Null when there is no such template or version.</summary>
    /// <param name="account">Whose launch template.</param>
    /// <param name="region">Where it is.</param>
    /// <param name="reference">The template and the version.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<TemplateVersion?> DescribeLaunchTemplateVersion(
        AccountId account,
        RegionName region,
        TemplateReference reference,
        CancellationToken cancel
    );

    /// <summary>Auto Scaling groups, and the launch configurations that some of them still have.</summary>
    /// <param name="account">Whose groups.</param>
    /// <param name="region">Where they are.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<(ImmutableArray<Launcher> Groups, ImmutableArray<NamedImage> Configurations)> DescribeAutoScaling(
        AccountId account,
        RegionName region,
        CancellationToken cancel
    );

    /// <summary>EC2 Fleets, Spot Fleets and Spot requests that still launch.</summary>
    /// <param name="account">Whose fleets.</param>
    /// <param name="region">Where they are.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<Launcher>> DescribeFleets(AccountId account, RegionName region, CancellationToken cancel);
}
