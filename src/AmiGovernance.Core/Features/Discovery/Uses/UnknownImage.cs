using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Discovery.Uses;

/// <summary>An image whose owner nobody knows: it is neither allowed nor refused by any proposal.</summary>
/// <param name="Image">Empty when not even the image is known.</param>
/// <param name="Region">Where it was used; one of several.</param>
/// <param name="Users">By account.</param>
/// <param name="Use">All accounts together.</param>
/// <param name="Settle">What would tell its owner.</param>
public sealed record UnknownImage(
    string Image,
    string Region,
    ImmutableArray<string> Users,
    AccountUse Use,
    string Settle
);
