using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>
/// The event history that CloudTrail keeps in every account and Region, with or without a trail: management events of
/// 90 days.
/// </summary>
public interface IEventHistory
{
    /// <summary>
    /// One page of at most 50 events, the newest first; within two calls a second for each account and Region.
    /// </summary>
    /// <param name="account">Whose history; a role is assumed in accounts that are not the caller's own.</param>
    /// <param name="region">Events are kept where they happened.</param>
    /// <param name="lookup">The one attribute that is asked for.</param>
    /// <param name="from">The first second that counts.</param>
    /// <param name="to">The last second that counts.</param>
    /// <param name="token">Of the page before; null for the first.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    Task<LookupPage> LookupEvents(
        AccountId account,
        RegionName region,
        EventLookup lookup,
        DateTimeOffset from,
        DateTimeOffset to,
        string? token,
        CancellationToken cancel
    );
}
