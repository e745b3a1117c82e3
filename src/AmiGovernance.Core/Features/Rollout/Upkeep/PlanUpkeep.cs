using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Upkeep;

/// <summary>
/// Looks whether the organization still has what was deployed, and whether an exception has ended that the policies still let in. A few
/// calls, however large the organization is.
/// </summary>
/// <param name="aws">The organization.</param>
/// <param name="history">Who changed its policies; asked only when somebody did.</param>
/// <param name="files">The deployment record.</param>
/// <param name="commits">The reviewed configurations.</param>
/// <param name="time">The day on which exceptions end.</param>
/// <param name="configPath">The configuration's.</param>
internal sealed class PlanUpkeep(
    IOrganizationsReader aws,
    ReadPolicyHistory history,
    IFileReader files,
    ICommitReader commits,
    TimeProvider time,
    string configPath
)
{
    private readonly FindDeployedSource sources = new(commits, configPath);

    /// <summary>
    /// Null with a report when the record is corrupt, behind, or of another organization: then nothing is known of what was deployed.
    /// </summary>
    /// <param name="head">The id of the newest reviewed commit.</param>
    /// <param name="bag">Takes the report.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="AwsException">AWS refuses or does not answer.</exception>
    /// <exception cref="GitException">There is no repository, or git fails.</exception>
    public async Task<PlannedUpkeep?> Run(string head, DiagnosticBag bag, CancellationToken cancel)
    {
        var newest = sources.ConfigOf(head);
        var carrier = newest?.Deployment.Carrier ?? Carrier.Amigov;
        var record = DeploymentRecord.Read(files);
        var observed = await new ReadDeployed(aws).Run(record.Value ?? DeploymentLog.Empty, newest, cancel);
        if (UpToDateRecord.Of(record, MarkedOrganization.Of(observed), bag) is not { } log)
            return null;
        // What another system deploys stands in its own record: what is there counts as deployed.
        var deployed = carrier == Carrier.Amigov ? log.LastFinished(observed) : OurPart(observed);
        var source = sources.Run(deployed, head, time.Today());
        return new PlannedUpkeep(observed, deployed)
        {
            Carrier = carrier,
            Log = log,
            Newest = newest,
            Drifts = carrier == Carrier.Amigov ? await Drifts(deployed, observed, log, cancel) : [],
            Unfinished = Unfinished(log),
            Commit = source?.Commit,
            Config = source?.Config,
            IsBroken = newest is null,
            IsPending = source?.Commit != head && IsPending(newest, deployed, source),
            StillAllowed = StillAllowed(observed, [newest, source?.Config]),
            Ends = source?.Ended(time.Today()) ?? [],
            Today = source is null ? null : FindDeployedSource.Wanted(source.Config, time.Today(), deployed),
        };
    }

    /// <summary>What broke off here is gone on with here.</summary>
    private static DeploymentEntry? Unfinished(DeploymentLog log) =>
        log.Unfinished.LastOrDefault(e =>
            e is { Event: DeploymentEvent.Started, Purpose: DeploymentPurpose.Update or DeploymentPurpose.Rollback }
        );

    private static Organization OurPart(Organization observed)
    {
        var ours = observed.Policies.Where(OurPolicies.IsManaged).ToImmutableArray();
        var ids = ours.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        return observed with
        {
            Policies = ours,
            Attachments = [.. observed.Attachments.Where(a => ids.Contains(a.PolicyId))],
        };
    }

    private async Task<ImmutableArray<Drift>> Drifts(
        Organization deployed,
        Organization observed,
        DeploymentLog log,
        CancellationToken cancel
    )
    {
        ImmutableArray<OrganizationPolicy> ours = [.. observed.Policies.Where(OurPolicies.IsManaged)];
        var drifts = RecordDrift.Between(deployed, observed, ours, log).ToImmutableArray();
        if (drifts.IsEmpty)
            return [];
        var calls = await history.Run(DriftAuthors.Operations(drifts), from: null, cancel);
        return [.. DriftAuthors.Of(drifts, log, calls)];
    }

    /// <summary>The configuration may have changed in what policies do not say.</summary>
    private bool IsPending(GovernanceConfig? newest, Organization deployed, DeployedSource? source)
    {
        if (newest is null || source is null)
            return true;
        var wanted = FindDeployedSource.Wanted(newest, time.Today(), deployed);
        return wanted is null || Planner.Plan(deployed, wanted, adopt: false).Plan is not { IsEmpty: true };
    }

    private ImmutableArray<RenderDate> StillAllowed(Organization observed, IEnumerable<GovernanceConfig?> configs)
    {
        var policies = observed.Policies.Where(OurPolicies.IsManaged).ToList();
        return
        [
            .. configs
                .OfType<GovernanceConfig>()
                .Distinct()
                .SelectMany(config => EndedExceptions.StillAllowed(config, policies, time.Today()))
                .Distinct(),
        ];
    }
}
