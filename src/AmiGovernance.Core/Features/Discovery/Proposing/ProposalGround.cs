using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>What a proposal rests on beside the use of images.</summary>
/// <param name="Members">The accounts of the organization, with their names where these are known.</param>
/// <param name="MembersAreKnown">False when the accounts are only those that called.</param>
/// <param name="From">Of the period whose launches were looked at.</param>
/// <param name="To">Of the same period.</param>
/// <param name="Today">Exceptions last from this day.</param>
internal sealed record ProposalGround(
    ImmutableSortedDictionary<string, string> Members,
    bool MembersAreKnown,
    DateTimeOffset From,
    DateTimeOffset To,
    DateOnly Today
)
{
    /// <summary>Whether what runs now was read, all of it.</summary>
    public bool SawPresent { get; init; }

    /// <summary>Whether the launches of the period were read, all of them.</summary>
    public bool SawPast { get; init; }

    /// <summary>The account that no service control policy reaches; null when it is not known.</summary>
    public AccountId? Management { get; init; }

    /// <summary>By name; what the configuration says of their length.</summary>
    public ImmutableSortedDictionary<string, ExceptionType> ExceptionTypes { get; init; } = ExceptionType.Defaults;

    /// <summary>Of the configuration; null when it sets none.</summary>
    public int? MaxExceptionDays { get; init; }

    /// <summary>Nothing that could speak against it was left unread.</summary>
    public bool SawAll => SawPresent && SawPast;
}
