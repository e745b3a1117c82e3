using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Deploy;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <param name="Folder">The folder of the generated policies.</param>
/// <param name="Adopt">Take over policies of our names that somebody else made.</param>
public sealed record PlanRequest(string ConfigPath, string Folder, bool Adopt)
{
    /// <summary>
    /// Roots, organizational units or accounts to attach to; attachments elsewhere stay. Empty for the targets of the configuration, and
    /// no others.
    /// </summary>
    public ImmutableArray<string> Targets { get; init; } = [];
}

/// <summary>Compares the organization with the policies in `dist/` and works out the calls between them.</summary>
/// <param name="aws">The organization.</param>
/// <param name="files">Configuration and policies.</param>
/// <param name="time">The day for which the policies must be generated.</param>
/// <param name="progress">Told how far the reading is.</param>
public sealed class PlanDeployment(
    IOrganizationsReader aws,
    IFileStore files,
    TimeProvider time,
    IProgress<ReadProgress>? progress = null
)
{
    /// <summary>
    /// Tells which entries of the configuration could be reviewed, and who decided on exceptions; null where there is no repository to ask.
    /// </summary>
    public ICommitReader? Commits { get; init; }

    /// <summary>Begins what can be asked beside the organization, once there is something to compare it with.</summary>
    public Action? WhileReading { get; init; }

    /// <summary>
    /// Null with a report when configuration or policies cannot be read, or `dist/` is not what the configuration gives. Problems of the
    /// plan are reported too. Throws <see cref="AwsException"/> when the organization cannot be read.
    /// </summary>
    /// <param name="request">What is compared.</param>
    /// <param name="bag">Takes the reports.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<PlannedDeployment?> Run(PlanRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        var today = time.Today();
        var repository = ValidatedRepository.Read(request.ConfigPath, request.Folder, files, Commits, today, bag);
        if (repository is null)
            return null;

        var wanted = DesiredState.Of(repository.Config, repository.Dist);
        if (!request.Targets.IsEmpty)
            wanted = wanted with { Targets = request.Targets, KeepsOtherTargets = true };
        WhileReading?.Invoke();
        var observed = await Read(progress, cancel);
        if (UpToDateRecord.Read(files, MarkedOrganization.Of(observed), bag) is not { } log)
            return null;
        UpToDateRecord.WarnAhead(log, DeploymentMark.On(observed), wanted.Carrier, bag);
        ReportFollowed.Locks(repository.Config, bag);
        var desired = KeptStages.In(wanted, repository, observed, today);
        var result = Planner.Plan(observed, desired, request.Adopt);
        foreach (var problem in result.Problems)
            bag.Report(
                PlanningDiagnostics.NotPlannable,
                SourceLocation.OfFile(SourceText.Missing(request.ConfigPath)),
                problem
            );
        var entries = ReviewedEntries.Of(repository.Config, Commits);
        return new PlannedDeployment(repository.Config, observed, desired, result, today)
        {
            Entries = entries,
            Unfinished = log.LastUnfinishedStart,
            ReadAgain = Read,
        };

        async Task<Organization> Read(IProgress<ReadProgress>? told, CancellationToken stop)
        {
            var read = await new ReadOrganization(aws, told).Read(wanted.Targets, stop);
            return NamedPolicies.Recognize(read, repository.Config, wanted.Carrier);
        }
    }
}
