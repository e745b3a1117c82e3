using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>How much an entry of the allow list was used.</summary>
/// <param name="Kind">`publisher`, `alias`, `managed service` or `exception`.</param>
/// <param name="Name">Of the publisher or service, or the ticket of the exception; empty for none.</param>
/// <param name="Last">Null when it was not used.</param>
public sealed record OwnerUse(OwnerId Owner, string Kind, string Name, long Launches, DateTimeOffset? Last);
