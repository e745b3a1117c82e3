using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Writers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Status;

public sealed record StatusRequest(string ConfigPath, string Folder);

/// <summary>
/// Looks at repository, record and organization and says where the rollout stands. What cannot be read does not stop it; it is
/// named. The calls to AWS depend on the number of policies and pages, not of accounts.
/// </summary>
/// <param name="aws">The organization.</param>
/// <param name="history">Who changed its policies.</param>
/// <param name="files">Configuration, policies, and the deployment record.</param>
/// <param name="time">The day on which exceptions end, and the age of modes.</param>
/// <param name="progress">Told how far the reading is.</param>
public sealed class ReadStatus(
    IOrganizationsReader aws,
    ReadPolicyHistory history,
    IFileStore files,
    TimeProvider time,
    IProgress<ReadProgress>? progress = null
)
{
    /// <summary>Tells who decided on exceptions; null where there is no repository to ask.</summary>
    public ICommitReader? Commits { get; init; }

    /// <summary>Throws <see cref="AwsException"/> when the organization cannot be read.</summary>
    /// <param name="request">The repository.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<StatusReport> Run(StatusRequest request, CancellationToken cancel)
    {
        var today = time.Today();
        var repository = RepositoryState.Read(request, files, Commits, today);
        var record = DeploymentRecord.Read(files);
        var log = record.Value ?? DeploymentLog.Empty;
        var carrier = repository.Config?.Deployment.Carrier ?? Carrier.Amigov;
        using var asked = new AskedHistory(history, cancel);
        asked.Begin();
        var observed = await Observe(repository, carrier, cancel);
        var effects = new PolicyEffects(OrganizationIndex.Of(observed));
        var reported = await new CompareEffectivePolicies(aws, progress).Run(effects, cancel);
        var coverage = Coverage.Of(effects, reported.Invalid);
        // What another system deploys stands in its record.
        var changes = carrier == Carrier.Amigov ? RecordDrift.Find(observed, log, effects.Ours).ToImmutableArray() : [];
        var calls = await history.GoOn(await asked.Answer(), DriftAuthors.OtherOperations(changes), cancel);
        return new StatusReport(observed, time.GetUtcNow(), repository.MinimumAuditDays)
        {
            Carrier = carrier,
            Policies = Policies(effects),
            Targets = [.. TargetStatuses.Of(effects, log)],
            Drifts =
            [
                .. repository.Drifts,
                .. record.Findings.Select(RecordIsBroken),
                .. DriftAuthors.Of(changes, log, calls),
                .. OrganizationDrift.Find(repository.Deployable, observed, log, today),
                .. effects.OverriddenBy(),
                .. reported.Drifts,
            ],
            Exceptions = Exceptions(repository.Config, today),
            First = RecordDrift.First(observed, log),
            RecordLacks = RecordDrift.Lacks(observed, log),
            Covered = coverage.Covered,
            Gaps = coverage.Gaps,
            Writers = Writers(effects, calls),
            NotRead = [.. repository.NotRead, .. reported.NotRead, .. calls.Gaps],
            LastDeployment = [.. log.Deployments.LastOrDefault() ?? Enumerable.Empty<DeploymentEntry>()],
        };
    }

    private async Task<Organization> Observe(RepositoryState repository, Carrier carrier, CancellationToken cancel)
    {
        var targets = repository.Deployable is { } deployable
            ? DesiredState.Of(deployable.Config, deployable.Dist).AllTargets
            : [OrganizationTarget.Root];
        var observed = await new ReadOrganization(aws, progress).Read(targets, cancel);
        return repository.Config is { } config ? NamedPolicies.Recognize(observed, config, carrier) : observed;
    }

    /// <summary>The declarative ones first.</summary>
    private static ImmutableArray<PolicyStatus> Policies(PolicyEffects effects) =>
        [
            .. effects
                .Ours.Select(p => PolicyStatus.Of(p, effects.Index.Organization))
                .OrderByDescending(p => p.Policy.Type == OrganizationPolicyType.DeclarativePolicyEc2)
                .ThenBy(p => p.Policy.Name, StringComparer.Ordinal),
        ];

    private static ImmutableArray<FoundWriter> Writers(PolicyEffects effects, PolicyHistory calls)
    {
        var organization = effects.Index.Organization;
        var targets = effects.Ours.SelectMany(p => PolicyStatus.TargetsOf(organization, p)).Distinct().ToList();
        return new FindOtherWriters(
            SeenPolicy.Of(organization),
            organization.TrustedServices ?? [],
            calls,
            new OurPart(effects.OurIds, targets)
        ).Run();
    }

    private static Drift RecordIsBroken(Diagnostic finding) =>
        new("record", finding.Message, finding.Help ?? "amigov history --verify");

    /// <summary>Those that have ended or end soon.</summary>
    private static ImmutableArray<ExceptionStatus> Exceptions(GovernanceConfig? config, DateOnly today)
    {
        if (config is null)
            return [];
        return
        [
            .. config
                .Exceptions.Select(e => ExceptionStatus.Of(e, today, config.Policy.WarningDays))
                .Where(e => e.State != ExceptionState.Active)
                .OrderBy(e => e.DaysLeft ?? int.MinValue)
                .ThenBy(e => e.Exception.AccountId),
        ];
    }
}
