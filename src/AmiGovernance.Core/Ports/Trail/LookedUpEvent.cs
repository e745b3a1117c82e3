using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Trail;

/// <summary>What a look-up asks for; LookupEvents takes one attribute and no more.</summary>
/// <param name="Attribute">Such as `EventName`.</param>
public sealed record EventLookup(string Attribute, string Value);

/// <param name="Record">The event as trail files have it.</param>
public sealed record LookedUpEvent(string Id, string Record);

/// <param name="NextToken">Null after the last page.</param>
public sealed record LookupPage(ImmutableArray<LookedUpEvent> Events, string? NextToken);
