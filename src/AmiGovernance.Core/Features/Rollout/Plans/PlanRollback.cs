using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Plans;

public enum RollbackTo
{
    /// <summary>What stood there before a deployment, from the record.</summary>
    Before,

    /// <summary>The emergency path: from the organization alone, and quickly.</summary>
    AuditMode,

    /// <summary>Our policies detached and deleted.</summary>
    Nothing,
}

/// <param name="Deployment">The one to undo, together with those after it; null for the last.</param>
/// <param name="Adopt">Take over policies of our names that somebody else made.</param>
public sealed record RollbackRequest(RollbackTo To, string? Deployment, string ConfigPath, bool Adopt);

/// <summary>
/// Works out the calls of a rollback. The files of the repository are looked at for the names of the policies only, and need
/// not be readable.
/// </summary>
/// <param name="aws">The organization.</param>
/// <param name="files">The record, and the names of the policies.</param>
/// <param name="progress">Told how far the reading is.</param>
public sealed class PlanRollback(IOrganizationsReader aws, IFileStore files, IProgress<ReadProgress>? progress = null)
{
    /// <summary>Longer than a deployment takes, with all that it waits for.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(15);

    /// <summary>Tells whether a run may still be at work; null where nobody is at work beside this one.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Whether another run in this clone holds the lock.</summary>
    public bool IsOtherAtWork { get; init; }

    /// <summary>
    /// Null with a report when the record does not hold what is needed. Throws <see cref="AwsException"/> when the organization cannot be
    /// read.
    /// </summary>
    /// <param name="request">What is rolled back to.</param>
    /// <param name="bag">Takes the report.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<PlannedRollback?> Run(RollbackRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        // What cannot be read stops no rollback.
        var config = RepositoryFiles.ReadConfig(files, request.ConfigPath).Value;
        var planned = request.To switch
        {
            RollbackTo.AuditMode => await ToAuditMode(request, config?.Policy ?? new PolicyConfig(), bag, cancel),
            RollbackTo.Nothing => await ToNothing(request, config, bag, cancel),
            _ => await ToBefore(request, config, bag, cancel),
        };
        var carrier = config?.Deployment.Carrier ?? Carrier.Amigov;
        if (planned is null)
            return null;
        var dist = RepositoryFiles.ReadDist(files, Dist.DefaultFolder).Value;
        return planned with
        {
            Desired = planned.Desired with { Carrier = carrier },
            LeavesEnforcingFiles = dist?.Mode != AllowedImagesState.AuditMode,
        };
    }

    private async Task<Organization> Observe(
        GovernanceConfig? known,
        IReadOnlyList<string> targets,
        IProgress<ReadProgress>? told,
        CancellationToken cancel
    )
    {
        var observed = await new ReadOrganization(aws, told).Read(targets, cancel);
        return known is { } config ? NamedPolicies.Recognize(observed, config, config.Deployment.Carrier) : observed;
    }

    private async Task<PlannedRollback?> ToAuditMode(
        RollbackRequest request,
        PolicyConfig names,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        // A broken record gives fewer hints, and holds nothing up.
        var log = DeploymentRecord.ReadWhatIsThere(files);
        var read = await new ReadOurPolicies(aws).Read(log, names, cancel);
        // Wrong credentials would open the wrong organization, and leave this one as it is.
        if (UpToDateRecord.OfAnother(log, read.Id) is { } another)
        {
            bag.Add(another);
            return null;
        }
        var found = new RecognizedPolicies(read, names);
        var observed = request.Adopt ? read : found.WithoutStrangers;
        var running = Running(log, MarkedOrganization.Of(observed).Mark);
        var planned = Plan(observed, RollbackState.AuditMode(observed, names), request, found.Notes(request.Adopt)) with
        {
            Unfinished = running is null ? UnfinishedIn(observed) : null,
            Running = running,
        };
        var isNothingOurs = planned.Result.Plan is { IsEmpty: true };
        if (request.Adopt || !isNothingOurs || found.Problems.IsEmpty)
            return planned;
        // Where nothing at all is ours, what has our name is no side matter.
        return planned with { Result = new PlanResult(null, found.Problems) };
    }

    /// <summary>
    /// A run that may be at work: of this clone by its lock, of another by the mark that it began. Null when there is none.
    /// </summary>
    private string? Running(DeploymentLog log, DeploymentMark? mark)
    {
        var began = mark is { HasEnded: false } ? UpToDateRecord.Text(mark) : null;
        if (IsOtherAtWork)
            return began ?? "another run in this clone";
        // One of this clone holds the lock for as long as it runs.
        var isYoung = Now - mark?.At < LongestRun;
        return isYoung && !log.Knows(mark!.Hash) ? began : null;
    }

    /// <summary>A record that is broken or behind holds no emergency up; it cannot say what is to be ended in it either.</summary>
    private DeploymentEntry? UnfinishedIn(Organization observed)
    {
        var sound = DeploymentRecord.Read(files).IfSound;
        var isLast = sound is not null && UpToDateRecord.Missing(sound, MarkedOrganization.Of(observed)) is null;
        return isLast ? sound?.LastUnfinishedStart : null;
    }

    private async Task<PlannedRollback?> ToNothing(
        RollbackRequest request,
        GovernanceConfig? config,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var observed = await Observe(config, [], progress, cancel);
        if (UpToDateRecord.Read(files, MarkedOrganization.Of(observed), bag) is not { } log)
            return null;
        return Plan(observed, RollbackState.Nothing, request, []) with
        {
            Unfinished = log.LastUnfinishedStart,
            ReadAgain = (told, stop) => Observe(config, [], told, stop),
        };
    }

    private async Task<PlannedRollback?> ToBefore(
        RollbackRequest request,
        GovernanceConfig? config,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var log = DeploymentRecord.Read(files);
        bag.AddRange(log.Findings);
        if (log.IfSound is not { } sound)
            return null;
        var done = request.Deployment is null ? sound.LastRollback : null;
        var start = done is null ? sound.StartOf(request.Deployment) : null;
        if (done is null && start is null)
        {
            await ReportNoDeployment(request, sound, bag, cancel);
            return null;
        }
        var targets = (start?.Before ?? []).SelectMany(p => p.Targets).Distinct().ToList();
        var observed = await Observe(config, targets, progress, cancel);
        // A record that lacks the last deployment would undo the wrong one.
        if (UpToDateRecord.Missing(sound, MarkedOrganization.Of(observed)) is { } missing)
        {
            bag.Add(missing);
            return null;
        }
        if (!IsConfirmed(sound, start, config, DeploymentMark.On(observed), bag))
            return null;
        var planned = start is not null
            ? ToBefore(start.Before, request.Deployment ?? sound.LastToUndo, observed, request)
            : AlreadyDone(done!, observed, request);
        return planned with
        {
            Unfinished = sound.LastUnfinishedStart,
            ReadAgain = (told, stop) => Observe(config, targets, told, stop),
        };
    }

    /// <summary>What a file says that stood there before would be deployed, whoever wrote the file.</summary>
    private static bool IsConfirmed(
        DeploymentLog log,
        DeploymentEntry? start,
        GovernanceConfig? config,
        DeploymentMark? mark,
        DiagnosticBag bag
    )
    {
        var isOurs = config?.Deployment.Carrier is null or Carrier.Amigov;
        if (mark is null || !isOurs || start is null || log.IsConfirmed(start, mark))
            return true;
        bag.Report(
            RolloutDiagnostics.NothingToGoBackTo,
            SourceLocation.OfFile(SourceText.Missing(DeploymentLog.Folder)),
            $"AWS does not know of deployment {start.Deployment}: the last one that it knows is {UpToDateRecord.Text(mark)}",
            "`git log deployments` says who brought it: somebody wrote it, or AWS refused its mark; `amigov rollback --to audit_mode` needs"
                + " no record, `--deployment` goes back from one that AWS knows"
        );
        return false;
    }

    private static PlannedRollback ToBefore(
        ImmutableArray<RecordedPolicy> before,
        string? deployment,
        Organization observed,
        RollbackRequest request
    )
    {
        var gone = RollbackState.Gone(before, OrganizationIndex.Of(observed));
        var notes = gone.Select(t => $"{t} is no longer in the organization: nothing is attached there");
        return Plan(observed, RollbackState.Before(before, gone), request, [.. notes]) with
        {
            Already = $"the organization is as it was before deployment {deployment}",
        };
    }

    /// <summary>A rollback that is typed twice is no way forward: nothing is to be done.</summary>
    private static PlannedRollback AlreadyDone(string rollback, Organization observed, RollbackRequest request)
    {
        var now = RecordedPolicy.Of(new OurPolicies(observed, RollbackState.Nothing));
        return Plan(observed, RollbackState.Before(now, []), request, []) with
        {
            Already = $"already rolled back, by deployment {rollback}; `--deployment` goes further back",
        };
    }

    /// <summary>Another clone may have the deployment.</summary>
    private async Task ReportNoDeployment(
        RollbackRequest request,
        DeploymentLog log,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        if (UpToDateRecord.Missing(log, await MarkedOrganization.Read(aws, cancel)) is { } missing)
            bag.Add(missing);
        else
            ReportNoDeployment(request, bag);
    }

    private static void ReportNoDeployment(RollbackRequest request, DiagnosticBag bag)
    {
        var which = request.Deployment is { } name ? $" `{name}`" : "";
        bag.Report(
            RolloutDiagnostics.NothingToGoBackTo,
            SourceLocation.OfFile(SourceText.Missing(DeploymentLog.Folder)),
            $"no finished deployment{which} is recorded",
            "`amigov history` lists them; `amigov rollback --to audit_mode` and `--delete` need no record"
        );
    }

    private static PlannedRollback Plan(
        Organization organization,
        DesiredState desired,
        RollbackRequest request,
        ImmutableArray<string> notes
    )
    {
        desired = desired.KnownPart(organization);
        // Trusted access is not taken back, nor given.
        var observed = organization with
        {
            TrustedServices = null,
        };
        var result = Planner.Plan(observed, desired, request.Adopt);
        if (result.Plan is { IsEmpty: false, ModeAfter: null } && !ScpAlone.In(observed))
            notes = notes.Add(
                "what the accounts had set themselves before holds again:"
                    + " allowed images and public access to images may be without any limit"
            );
        var meaning = result.Plan is null ? null : PolicyMeaning.Change(observed, desired);
        return new PlannedRollback(request.To, observed, desired, result, meaning, notes);
    }
}
