using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Calibration;

namespace AmiGovernance.Core.Features.Calibration;

/// <param name="Calls">All that were made for the findings, in their order.</param>
/// <param name="Removed">What the run made and has removed again, in words.</param>
/// <param name="Left">What could not be removed, with AWS's reason.</param>
public sealed record CalibrationResult(
    ImmutableArray<ExperimentFinding> Findings,
    ImmutableArray<MadeCall> Calls,
    ImmutableArray<string> Removed,
    ImmutableArray<string> Left
);

/// <param name="Answer">Null where it is not known.</param>
/// <param name="Why">Why it is not; empty where it is.</param>
public sealed record ExperimentFinding(Experiment Experiment, PossibleAnswer? Answer, string Why);

/// <param name="Purpose">The scene or experiment that the call is part of.</param>
/// <param name="Fill">Puts what was known then in the place of `{NAME}`.</param>
public sealed record MadeCall(
    string Purpose,
    CallStep Step,
    ServiceCall Call,
    ServiceAnswer Answer,
    Func<string, string> Fill
);
