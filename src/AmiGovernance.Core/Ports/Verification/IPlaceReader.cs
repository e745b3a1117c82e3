using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Ports.Verification;

/// <summary>What verification reads in one Region of one account. Every method throws <see cref="AwsException"/>.</summary>
public interface IPlaceReader
{
    /// <summary>The first image that is accepted; null when none of those looked at is.</summary>
    /// <param name="place">Who looks, and where.</param>
    /// <param name="search">Which images are looked at.</param>
    /// <param name="accepts">Asked for one image after another, in EC2's order.</param>
    /// <param name="cancel">Ends the search.</param>
    Task<SeenImage?> FindImage(
        VerificationPlace place,
        ImageSearch search,
        Func<SeenImage, bool> accepts,
        CancellationToken cancel
    );

    /// <summary>Up to 1,000 instances that run or are stopped.</summary>
    /// <param name="place">Where they are.</param>
    /// <param name="cancel">Ends the call.</param>
    Task<ImmutableArray<SeenInstance>> FindInstances(VerificationPlace place, CancellationToken cancel);

    /// <summary>Allowed AMIs and the states of attributes, as they are in force.</summary>
    /// <param name="place">Where they are in force.</param>
    /// <param name="attributes">Those that are asked for: a call each.</param>
    /// <param name="cancel">Ends the calls.</param>
    Task<PlaceSettings> GetSettings(
        VerificationPlace place,
        ImmutableArray<StateAttribute> attributes,
        CancellationToken cancel
    );
}
