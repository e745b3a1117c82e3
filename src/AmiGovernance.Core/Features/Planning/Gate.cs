using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Planning;

/// <summary>A gate between audit mode and enforcement, with what was found.</summary>
/// <param name="Evidence">What was found, also when the gate is closed.</param>
public sealed record Gate(GateName Name, bool IsOpen, ImmutableArray<string> Evidence)
{
    /// <summary>Why it is passed though it is closed; null when nobody said so.</summary>
    public string? Override { get; init; }

    public bool Passes => IsOpen || Override is not null;

    public string Id => Name.Id();

    public string Title => Name.Title();
}
