using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Ports;

/// <summary>AWS as it is now, asked about one account and one image.</summary>
public interface ILiveAccount
{
    /// <summary>The Region of the credentials in use, for calls whose Region nobody names.</summary>
    RegionName Region { get; }

    /// <summary>An image as the caller's own account sees it; null when it does not. Throws <see cref="AwsException"/>.</summary>
    /// <param name="imageId">As a person wrote it; EC2 refuses what is no id.</param>
    Task<ImageFacts?> FindImage(RegionName region, string imageId, CancellationToken cancel);

    /// <summary>
    /// An organization that holds this account, what is above it and the policies on them. Throws <see cref="AwsException"/>, with
    /// `ChildNotFoundException` for an account of another organization.
    /// </summary>
    Task<Organization> ReadPolicies(AccountId account, CancellationToken cancel);
}
