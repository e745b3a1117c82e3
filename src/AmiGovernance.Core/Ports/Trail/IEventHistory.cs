using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>What a look-up asks for; LookupEvents takes one attribute and no more.</summary>
/// <param name="Attribute">Such as `EventName`.</param>
public sealed record EventLookup(string Attribute, string Value);

/// <param name="Record">The event as trail files have it.</param>
public sealed record LookedUpEvent(string Id, string Record);

public sealed record LookupPage(ImmutableArray<LookedUpEvent> Events, string? NextToken);

/// <summary>The event history that CloudTrail keeps in every account and Region, with or without a trail: management events of 90 days.</summary>
public interface IEventHistory
{
    /// <summary>
    /// One page of at most 50 events, the newest first; within two calls a second for each account and Region. Throws
    /// <see cref="AwsException"/> when AWS refuses or does not answer.
    /// </summary>
    Task<LookupPage> LookupEvents(
        AccountId account,
        string region,
        EventLookup lookup,
        DateTimeOffset from,
        DateTimeOffset to,
        string? token,
        CancellationToken cancel
    );
}
