using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Ports.Impact;

/// <summary>
/// What names images in the accounts of an organization: own credentials for the own account, a role in every other. Lists
/// follow all pages. Every method throws <see cref="AwsException"/> when AWS refuses or does not answer.
/// </summary>
public interface IImageUseReader
{
    /// <summary>All that is not terminated, with what EC2 tells of each image, also of those that are gone or hidden.</summary>
    Task<ImmutableArray<(RunningInstance Instance, ImageFacts Image)>> DescribeInstanceImageMetadata(
        AccountId account,
        string region,
        CancellationToken cancel
    );

    /// <summary>The default and the latest version of every launch template.</summary>
    Task<ImmutableArray<TemplateVersion>> DescribeLaunchTemplateVersions(
        AccountId account,
        string region,
        CancellationToken cancel
    );

    /// <summary>Null when there is no such template or version.</summary>
    Task<TemplateVersion?> DescribeLaunchTemplateVersion(
        AccountId account,
        string region,
        TemplateReference reference,
        CancellationToken cancel
    );

    Task<(ImmutableArray<Launcher> Groups, ImmutableArray<NamedImage> Configurations)> DescribeAutoScaling(
        AccountId account,
        string region,
        CancellationToken cancel
    );

    /// <summary>EC2 Fleets, Spot Fleets and Spot requests that still launch.</summary>
    Task<ImmutableArray<Launcher>> DescribeFleets(AccountId account, string region, CancellationToken cancel);

    /// <summary>The account's parameters of type String that hold an image id; never a SecureString.</summary>
    Task<ImmutableArray<NamedImage>> FindParameters(AccountId account, string region, CancellationToken cancel);

    /// <summary>Those that there are.</summary>
    Task<ImmutableArray<NamedImage>> GetParameters(
        AccountId account,
        string region,
        ImmutableArray<string> names,
        CancellationToken cancel
    );

    /// <summary>Those that the account can see.</summary>
    Task<ImmutableArray<ImageFacts>> DescribeImages(
        AccountId account,
        string region,
        ImmutableArray<string> ids,
        CancellationToken cancel
    );

    /// <summary>The account's Image Builder recipes that build from these images, at most 10 of them (EC2 API reference, DescribeImageReferences).</summary>
    Task<ImmutableArray<RecipeReference>> DescribeImageReferences(
        AccountId account,
        string region,
        ImmutableArray<string> ids,
        CancellationToken cancel
    );
}
