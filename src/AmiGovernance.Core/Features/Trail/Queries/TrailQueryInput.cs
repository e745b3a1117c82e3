using System.Collections.Immutable;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Queries;

/// <summary>
/// What a query asks; the same that <see cref="TrailFilter"/>, <see cref="TrailTable"/> and <see cref="CallOutcomes"/> take.
/// </summary>
/// <param name="Boundaries">See <see cref="TrailTable"/>.</param>
/// <param name="ExceptionMessage">See <see cref="CallOutcomes.Of"/>.</param>
public sealed record TrailQueryInput(
    TrailFilter Filter,
    ImmutableArray<DateTimeOffset> Boundaries,
    string? ExceptionMessage
);
