namespace AmiGovernance.Core.Features.Discovery;

/// <summary>The days whose launches are looked at. A proposal from the first two thirds is held against the last.</summary>
public sealed record DiscoveryPeriod(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The parts that a period is split into; the last is held out.</summary>
    private const int Parts = 3;

    /// <summary>The first moment that is held out.</summary>
    public DateTimeOffset Split => From + (To - From) * (Parts - 1) / Parts;

    /// <summary>What <see cref="Split"/> gives a call: 0 before, 1 after.</summary>
    public const int HeldOut = 1;

    public static DiscoveryPeriod LastDays(int days, DateTimeOffset now) => new(now.AddDays(-days), now);
}
