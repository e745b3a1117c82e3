using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Calibration;

/// <param name="Account">The throwaway account; no other is touched.</param>
/// <param name="Run">Names everything that the run makes.</param>
/// <param name="InstanceType">Of launches, should AWS allow one that it ought not to.</param>
public sealed record CalibrationRequest(
    AccountId Account,
    RegionName Region,
    Partition Partition,
    string Run,
    string InstanceType
)
{
    public ImmutableArray<Experiment> Experiments { get; init; } = ExperimentFiles.All;
}
