using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Reading;

/// <summary>What one file held.</summary>
/// <param name="Gaps">What could not be read, as sentences without a period.</param>
public sealed record FileReading(TrailCounts Counts, ImmutableArray<string> Gaps)
{
    public bool IsEmpty => Counts.Stored == 0 && Gaps.IsEmpty;

    /// <summary>Whether it holds nothing but messages by which a service checks the way: there is no event to be read.</summary>
    public bool IsCheck { get; init; }
}
