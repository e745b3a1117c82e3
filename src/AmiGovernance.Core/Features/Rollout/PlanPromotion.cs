using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout;

/// <param name="Targets">What is enforced in addition to what is; empty for everything.</param>
public sealed record PromotionRequest(string ConfigPath, string Folder, ImmutableArray<string> Targets);

/// <param name="Before">The organization before the promotion began; another than what was observed when a run did not end.</param>
/// <param name="Accounts">That were not enforced and will be, in any state.</param>
/// <param name="Paths">Of each target that is promoted, from the root down.</param>
public sealed record PlannedPromotion(
    GovernanceConfig Config,
    Organization Before,
    Organization Observed,
    DesiredState Desired,
    PlanResult Result,
    MeaningDifference? Meaning,
    ImmutableArray<OrganizationAccount> Accounts,
    ImmutableArray<ImmutableArray<string>> Paths
)
{
    /// <summary>The service control policies as they are where everything is enforced.</summary>
    public ImmutableArray<PolicyDocument> Enforcing { get; init; } = [];

    /// <summary>The entries of the run that did not end and is gone on with, its gates among them; empty for a new promotion.</summary>
    public ImmutableArray<DeploymentEntry> Resumes { get; init; } = [];

    public GateInput Gates =>
        new(Config, Before, Paths, [.. Accounts.Where(IsActive)], Accounts.Count(a => !IsActive(a)));

    private static bool IsActive(OrganizationAccount account) =>
        account.State is AccountState.Active or AccountState.PendingActivation;
}

/// <summary>
/// Works out the calls from audit mode to enforcement: for everything, or for some targets while the rest stays in audit mode.
/// Only the mode changes; a list that was not audited is not enforced.
/// </summary>
public sealed class PlanPromotion(
    IOrganizations aws,
    IFileStore files,
    TimeProvider time,
    IProgress<ReadProgress>? progress = null
)
{
    /// <summary>Null with a report when the repository is not fit for it.</summary>
    public async Task<PlannedPromotion?> Run(PromotionRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        if (
            PlanDeployment.ReadRepository(
                new PlanRequest(request.ConfigPath, request.Folder, Adopt: false),
                files,
                time,
                bag
            )
            is not var (config, dist)
        )
            return null;
        var staged = !request.Targets.IsEmpty;
        var wantedMode = staged ? AllowedImagesState.AuditMode : AllowedImagesState.Enabled;
        if (dist.Mode != wantedMode)
        {
            bag.Report(
                RolloutDiagnostics.ModeNotReviewed,
                dist.At(DistFiles.Declarative),
                $"the policies in `{request.Folder}` are generated in mode {dist.Mode?.Name()}; {(staged ? "a stage is promoted" : "everything is promoted")} from {wantedMode.Name()}",
                $"run `amigov generate --mode {wantedMode.Name()}`, have the change reviewed, and promote then{(staged ? "" : "; `--target` promotes a part and leaves the rest in audit mode")}"
            );
            return null;
        }
        if (
            Generate(config, AllowedImagesState.Enabled) is not { } enforcing
            || Generate(config, AllowedImagesState.AuditMode) is not { } auditing
        )
            return null;
        if (!IsProven(config, enforcing, request.Folder, bag))
            return null;
        var audit = DesiredState.Of(
            config,
            staged
                ? dist
                : Dist.Read(
                    request.Folder,
                    auditing.Files.ToImmutableSortedSources(request.Folder),
                    new DiagnosticBag()
                )
        );
        var observed = (
            await new ReadOrganization(aws, progress).Read([.. audit.AllTargets, .. request.Targets], cancel)
        ) with
        {
            TrustedServices = null,
        };
        ImmutableArray<string> targets =
        [
            .. request.Targets.Select(t => t == OrganizationTarget.Root ? observed.RootId : t).Distinct(),
        ];
        var modes = new Modes(
            config,
            audit,
            staged ? null : DesiredState.Of(config, dist),
            enforcing.ServiceControlPolicies,
            observed,
            targets
        );
        var resumes = Begun(modes);
        var before = resumes.FirstOrDefault(e => e.Event == DeploymentEvent.Started) is { } start
            ? RecordedPolicy.PutBack(observed, start.Before)
            : observed;
        if (!IsAsAudited(before, modes.Now(before), dist, bag))
            return null;
        var index = new OrganizationIndex(observed);
        if (
            targets.Select(t => StagedEnforcement.Problem(t, audit, index)).OfType<string>().ToImmutableArray() is
            { IsEmpty: false } problems
        )
            return new PlannedPromotion(config, before, observed, audit, new PlanResult(null, problems), null, [], []);
        var desired = modes.Wanted(before);
        var result = Planner.Plan(observed, desired, adopt: false);
        var stages = StagedEnforcement.StagesOf(before, config.Policy);
        ImmutableArray<ImmutableArray<string>> paths =
        [
            .. (staged ? targets : audit.TargetsIn(observed))
                .Select(t => index.PathTo(t))
                .Where(p => !p.Any(stages.Contains)),
        ];
        ImmutableArray<OrganizationAccount> accounts =
        [
            .. observed.Accounts.Where(a =>
                index.PathTo(a.Id.Value) is var path
                && paths.Any(p => path.Contains(p[^1]))
                && !path.Any(stages.Contains)
            ),
        ];
        if (
            result.Plan is { } plan
            && EffectiveTransition.Problem(observed, plan, accounts.Select(a => a.Id).ToHashSet()) is { } problem
        )
            result = new PlanResult(null, [problem]);
        return new PlannedPromotion(
            config,
            before,
            observed,
            desired,
            result,
            result.Plan is null || paths.IsEmpty ? null : Meaning(before, desired, paths[0]),
            accounts,
            paths
        )
        {
            Resumes = resumes,
            Enforcing = enforcing.ServiceControlPolicies,
        };
    }

    /// <param name="Everything">What is wanted when everything is enforced; null for a stage.</param>
    private sealed record Modes(
        GovernanceConfig Config,
        DesiredState Audit,
        DesiredState? Everything,
        ImmutableArray<PolicyDocument> Enforcing,
        Organization Observed,
        ImmutableArray<string> Targets
    )
    {
        private readonly OrganizationIndex index = new(Observed);

        public DesiredState Now(Organization before) => With(before, []);

        public DesiredState Wanted(Organization before) => Everything ?? With(before, Targets);

        private DesiredState With(Organization before, ImmutableArray<string> more) =>
            StagedEnforcement.Add(
                Audit,
                Config.Policy,
                Enforcing,
                [.. StagedEnforcement.StagesOf(before, Config.Policy), .. more],
                index
            );
    }

    /// <summary>A run towards the same state that passed its gates and did not end; without one, empty.</summary>
    private ImmutableArray<DeploymentEntry> Begun(Modes modes)
    {
        var log = DeploymentRecord.Read(files, new DiagnosticBag());
        if (log.Unfinished.FirstOrDefault(e => e.Event == DeploymentEvent.Started) is not { } start)
            return [];
        var before = RecordedPolicy.PutBack(modes.Observed, start.Before);
        var wanted = Planner.Plan(before, modes.Wanted(before), adopt: false).Plan;
        var gates = log
            .Unfinished.Where(e =>
                e.Deployment == start.Deployment && e.Event is DeploymentEvent.Passed or DeploymentEvent.Overridden
            )
            .Select(e => e.Detail)
            .ToHashSet(StringComparer.Ordinal);
        return
            wanted is not null
            && wanted.Stages.SequenceEqual(start.Stages)
            && (wanted.ModeAfter?.Name() ?? "") == start.Mode
            && Gate.Names.All(gates.Contains)
            ? log.Unfinished
            : [];
    }

    /// <summary>How decisions change where it is promoted.</summary>
    private static MeaningDifference Meaning(Organization before, DesiredState desired, ImmutableArray<string> path)
    {
        var ours = new OurPolicies(before, desired);
        return ComparePolicies.Between(
            PlanDeployment.Compared(
                ours.All.Where(p => ours.TargetsOf(p).Any(path.Contains)).Select(p => (p.Type, p.Name, p.Content))
            ),
            PlanDeployment.Compared(
                desired
                    .Policies.Where(p => desired.TargetsOf(p, before).Any(path.Contains))
                    .Select(p => (p.Type, p.Name, p.Content))
            )
        );
    }

    /// <summary>Validation has proven the policies in `dist/`; a stage gets others.</summary>
    private bool IsProven(GovernanceConfig config, GeneratedPolicies enforcing, string folder, DiagnosticBag bag)
    {
        var dist = Dist.Read(folder, enforcing.Files.ToImmutableSortedSources(folder), new DiagnosticBag());
        var refuted = ProvePolicies
            .Prove(config, dist, enforcing.Declarative, time.Today())
            .Where(r => r.Outcome == ProofOutcome.Refuted)
            .ToList();
        foreach (var result in refuted)
            bag.Report(
                ProofDiagnostics.GuaranteeRefuted,
                dist.At(DistFiles.Scp),
                $"when enforced: {result.Title}: refuted; {result.Reason}",
                "`amigov prove` lists all guarantees"
            );
        return refuted.Count == 0;
    }

    private GeneratedPolicies? Generate(GovernanceConfig config, AllowedImagesState mode) =>
        PolicyGenerator.Generate(config, time.Today(), mode, new DiagnosticBag());

    /// <summary>What was measured in audit mode says nothing about another list.</summary>
    private static bool IsAsAudited(Organization before, DesiredState now, Dist dist, DiagnosticBag bag)
    {
        var baseline = Planner.Plan(before, now, adopt: false);
        // What is enforced already has nothing to be promoted, and the plan says so.
        if (baseline.Plan is { IsEmpty: true } or { ModeBefore: AllowedImagesState.Enabled })
            return true;
        var difference = baseline.Plan is { } plan
            ? $"{Plural.Of(plan.Steps.Length, "call")} would be needed, the first {plan.Steps[0].Call} {plan.Steps[0].Policy} {plan.Steps[0].Target}".TrimEnd()
            : baseline.Problems[0];
        bag.Report(
            RolloutDiagnostics.NotAsAudited,
            dist.At(DistFiles.Declarative),
            $"the organization is not in audit mode with the policies of the configuration: {difference}",
            "promotion changes the mode and nothing else: bring the organization to what the configuration says with `amigov apply` in audit mode first"
        );
        return false;
    }
}
