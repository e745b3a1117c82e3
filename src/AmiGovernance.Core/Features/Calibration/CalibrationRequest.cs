using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Calibration;

/// <param name="Account">The throwaway account; beside <see cref="Second"/> no other is touched.</param>
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
    /// <summary>A throwaway account, too, which shares an image with the first; null where there is none.</summary>
    public AccountId? Second { get; init; }

    /// <summary>All that are touched.</summary>
    public ImmutableArray<AccountId> Accounts => Second is { } second ? [Account, second] : [Account];

    public ImmutableArray<Experiment> Experiments { get; init; } = ExperimentFiles.All;

    /// <summary>Those that there are accounts for.</summary>
    public ImmutableArray<Experiment> Possible => [.. Experiments.Where(e => Second is not null || !e.NeedsSecond)];

    /// <summary>Those that stay open without a second account.</summary>
    public ImmutableArray<Experiment> Impossible => Experiments.RemoveRange(Possible);
}
