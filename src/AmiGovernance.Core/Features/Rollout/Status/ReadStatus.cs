using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Status;

public sealed record StatusRequest(string ConfigPath, string Folder);

/// <summary>
/// Looks at repository, record and organization and says where the rollout stands. What cannot be read does not stop it; it is
/// named. The calls to AWS depend on the number of policies and pages, not of accounts.
/// </summary>
public sealed class ReadStatus(
    IOrganizations aws,
    IFileStore files,
    TimeProvider time,
    IProgress<ReadProgress>? progress = null
)
{
    /// <summary>Throws <see cref="AwsException"/> when the organization cannot be read.</summary>
    public async Task<StatusReport> Run(StatusRequest request, CancellationToken cancel)
    {
        var today = time.Today();
        var repository = RepositoryState.Read(request, files, today);
        var names = repository.Config?.Policy ?? new PolicyConfig();
        var recordBag = new DiagnosticBag();
        var log = DeploymentRecord.Read(files, recordBag);
        var observed = await new ReadOrganization(aws, progress).Read(
            repository.Desired?.AllTargets ?? [OrganizationTarget.Root],
            cancel
        );
        var index = new OrganizationIndex(observed);
        var effects = new PolicyEffects(index);
        var asked = await new AskAws(aws, progress).Run(effects, cancel);
        var coverage = Coverage.Of(effects, asked.Invalid);
        return new StatusReport(observed, time.GetUtcNow(), names.MinimumAuditDays)
        {
            Policies =
            [
                .. effects
                    .Ours.Select(p => new PolicyStatus(
                        p,
                        Mode(p),
                        [.. TargetsOf(observed, p).Order(StringComparer.Ordinal)]
                    ))
                    .OrderBy(p => p.Policy.Type == OrganizationPolicyType.DeclarativePolicyEc2 ? 0 : 1)
                    .ThenBy(p => p.Policy.Name, StringComparer.Ordinal),
            ],
            Targets = [.. Targets(effects, log)],
            Drifts =
            [
                .. repository.Drifts,
                .. recordBag
                    .ToSorted()
                    .Select(d => new Drift("record", d.Message, d.Help ?? "amigov history --verify")),
                .. RecordDrift.Find(observed, log, effects.Ours),
                .. OrganizationDrift(repository, observed, today),
                .. effects.OverriddenBy(),
                .. asked.Drifts,
            ],
            Exceptions =
            [
                .. (repository.Config?.Exceptions ?? [])
                    .Select(e => ExceptionStatus.Of(e, today, names.WarningDays))
                    .Where(e => e.State != ExceptionState.Active)
                    .OrderBy(e => e.DaysLeft ?? int.MinValue)
                    .ThenBy(e => e.Exception.AccountId),
            ],
            Covered = coverage.Covered,
            Gaps = coverage.Gaps,
            NotRead = [.. repository.NotRead, .. asked.NotRead],
            LastDeployment = [.. log.Deployments.LastOrDefault() ?? Enumerable.Empty<DeploymentEntry>()],
        };
    }

    internal static IEnumerable<string> TargetsOf(Organization organization, OrganizationPolicy policy) =>
        organization.Attachments.Where(a => a.PolicyId == policy.Id).Select(a => a.TargetId);

    internal static AllowedImagesState? Mode(OrganizationPolicy policy) =>
        policy.Type == OrganizationPolicyType.DeclarativePolicyEc2
            ? DeclarativePolicyParser
                .Parse(SourceText.FromString(policy.Name, policy.Content), new DiagnosticBag())
                ?.State
            : null;

    /// <summary>The state in effect there by our policies, and since when.</summary>
    private static IEnumerable<TargetStatus> Targets(PolicyEffects effects, DeploymentLog log)
    {
        var index = effects.Index;
        var targets = effects
            .Ours.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)
            .SelectMany(p => TargetsOf(index.Organization, p))
            .Distinct()
            .ToList();
        var nearest = index
            .Organization.Accounts.Select(a => index.PathTo(a.Id.Value).LastOrDefault(targets.Contains))
            .OfType<string>()
            .CountBy(t => t)
            .ToDictionary(StringComparer.Ordinal);
        foreach (var target in targets.OrderBy(t => index.PathTo(t).Length).ThenBy(t => t, StringComparer.Ordinal))
        {
            var mode = effects.ByOurs.Of(target).Policy?.State;
            var path = index.PathTo(target);
            yield return new TargetStatus(
                target,
                mode,
                mode == AllowedImagesState.AuditMode ? log.InAuditSince(path)
                    : mode == AllowedImagesState.Enabled ? log.EnforcedSince(path)
                    : null,
                nearest.GetValueOrDefault(target)
            );
        }
    }

    /// <summary>What `amigov plan` would do.</summary>
    private static IEnumerable<Drift> OrganizationDrift(
        RepositoryState repository,
        Organization observed,
        DateOnly today
    )
    {
        const string Between = "dist/ and organization";
        if (repository is not { Config: { } config, Dist: { } dist, Desired: { } wanted })
            yield break;
        var result = Planner.Plan(
            observed,
            PlanDeployment.KeepStages(config, dist, wanted, observed, today),
            adopt: false
        );
        foreach (var problem in result.Problems)
            yield return new Drift(Between, problem, "amigov plan");
        if (result.Plan is not { IsEmpty: false } plan)
            yield break;
        var first = plan.Steps[0];
        yield return plan.Enforces
            ? new Drift(
                Between,
                $"dist/ is in mode {plan.ModeAfter?.Name()}, the organization in {plan.ModeBefore?.Name() ?? "none"}",
                "amigov promote"
            )
            : new Drift(
                Between,
                $"{Plural.Of(plan.Steps.Length, "call")} between them, the first {$"{first.Call} {first.Policy} {first.Target}".Replace("  ", " ", StringComparison.Ordinal).TrimEnd()}",
                "amigov plan"
            );
    }
}
