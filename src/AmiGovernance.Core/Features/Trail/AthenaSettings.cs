using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail;

/// <summary>Within what a run asks Athena.</summary>
/// <param name="Output">See <see cref="AthenaStatement"/>.</param>
/// <param name="MostBytes">A query that has read more is stopped, and none is tried again beyond it.</param>
public sealed record AthenaSettings(string WorkGroup, string? Output, long MostBytes);
