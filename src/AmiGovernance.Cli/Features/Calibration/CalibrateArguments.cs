using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Calibration;

namespace AmiGovernance.Cli.Features.Calibration;

/// <summary>What was asked of `calibrate`.</summary>
/// <param name="Account">Null to list the experiments, or to import a cassette.</param>
/// <param name="Second">Null for none.</param>
/// <param name="Experiments">Empty for all.</param>
/// <param name="KnowsManagement">Whether calls may be made with the credentials of a real organization's management account.</param>
/// <param name="Import">Null for a calibration.</param>
internal sealed record CalibrateArguments(
    AccountId? Account,
    AccountId? Second,
    IReadOnlyList<string> Experiments,
    string InstanceType,
    string File,
    string? SignKey,
    bool CleansUp,
    bool KnowsManagement,
    bool Yes,
    ImportRequest? Import
);
