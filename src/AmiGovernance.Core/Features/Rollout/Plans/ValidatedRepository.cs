using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Validation;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <summary>Configuration and policies that are fit to be deployed.</summary>
internal sealed record ValidatedRepository(GovernanceConfig Config, Dist Dist)
{
    /// <summary>
    /// Where another system deploys, the stages that its files bring, carried out or not; null where the organization tells them.
    /// </summary>
    public ImmutableArray<string>? Stages { get; init; }

    /// <summary>
    /// Null with a report: policies that are stale, edited or do not fit each other are not deployed. Warnings are for `validate`.
    /// </summary>
    /// <param name="git">Tells who decided on exceptions; null where there is no repository to ask.</param>
    public static ValidatedRepository? Read(
        string configPath,
        string folder,
        IFileStore files,
        ICommitReader? git,
        DateOnly today,
        DiagnosticBag bag
    )
    {
        var request = new ValidateRequest(configPath, folder, today);
        var validated = Reading.Of(own => ValidateRepository.Run(request, files, git, own));
        bag.AddRange(validated.Findings.Where(d => d.Severity == Severity.Error));
        if (validated.IfSound is not { Config: { } config, Dist: { } dist })
            return null;
        var export = ExportOf(config, files);
        bag.AddRange(export.Findings);
        return export.Findings.IsEmpty ? new ValidatedRepository(config, dist) { Stages = export.Value?.Stages } : null;
    }

    /// <summary>The record of the last export; of no value where amigov itself deploys, and before the first export.</summary>
    public static Reading<PolicyExport> ExportOf(GovernanceConfig config, IFileReader files) =>
        config.Deployment.Carrier == Carrier.Amigov
            ? new Reading<PolicyExport>(null, [])
            : PolicyExport.Read(files, config.Deployment.Folder);
}
