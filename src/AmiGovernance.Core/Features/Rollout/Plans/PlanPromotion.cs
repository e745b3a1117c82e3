using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Plans;

/// <param name="Targets">What is enforced in addition to what is; empty for everything.</param>
public sealed record PromotionRequest(string ConfigPath, string Folder, ImmutableArray<string> Targets);

/// <summary>
/// Works out the calls from audit mode to enforcement: for everything, or for some targets while the rest stays in audit mode.
/// Only the mode changes; a list that was not audited is not enforced.
/// </summary>
/// <param name="aws">The organization.</param>
/// <param name="files">Configuration, policies, and the deployment record.</param>
/// <param name="time">The day for which the policies must be generated.</param>
/// <param name="progress">Told how far the reading is.</param>
public sealed class PlanPromotion(
    IOrganizationsReader aws,
    IFileStore files,
    TimeProvider time,
    IProgress<ReadProgress>? progress = null
)
{
    /// <summary>Tells who decided on exceptions; null where there is no repository to ask.</summary>
    public ICommitReader? Commits { get; init; }

    private readonly DateOnly today = time.Today();

    /// <summary>
    /// Null with a report when repository or organization are not fit for it. Throws <see cref="AwsException"/> when the organization
    /// cannot be read.
    /// </summary>
    /// <param name="request">What is promoted.</param>
    /// <param name="bag">Takes the report.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<PlannedPromotion?> Run(PromotionRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        var repository = ValidatedRepository.Read(request.ConfigPath, request.Folder, files, Commits, today, bag);
        if (repository is null || !IsInReviewedMode(request, repository.Dist, bag))
            return null;
        if (Generate(repository) is not { } generated || !IsProven(repository, generated.Enforcing, bag))
            return null;

        ReportFollowed.Locks(repository.Config, bag);
        var audit = AuditState(request, repository, generated.Auditing);
        var observed = await Observe(progress, cancel);
        if (UpToDateRecord.Read(files, MarkedOrganization.Of(observed), bag) is not { } log)
            return null;
        UpToDateRecord.WarnAhead(log, DeploymentMark.On(observed), audit.Carrier, bag);
        var isStage = !request.Targets.IsEmpty;
        var states = new PromotionStates(
            repository.Config.Policy,
            audit.KnownPart(observed),
            isStage ? null : DesiredState.Of(repository.Config, repository.Dist).KnownPart(observed),
            generated.Enforcing,
            TargetIds(request, observed),
            OrganizationIndex.Of(observed)
        );
        var planned = Plan(repository, observed, states, log, bag);
        return planned is null ? null : planned with { ReadAgain = Observe };

        async Task<Organization> Observe(IProgress<ReadProgress>? told, CancellationToken stop)
        {
            var targets = audit.AllTargets.Concat(request.Targets).ToList();
            var read = await new ReadOrganization(aws, told).Read(targets, stop);
            // A promotion changes the mode and nothing else: trusted access is no part of it.
            return NamedPolicies.Recognize(read, repository.Config, audit.Carrier) with { TrustedServices = null };
        }
    }

    /// <summary>A stage is promoted beside policies in audit mode, everything from policies that enforce: so each was reviewed.</summary>
    private static bool IsInReviewedMode(PromotionRequest request, Dist dist, DiagnosticBag bag)
    {
        var isStage = !request.Targets.IsEmpty;
        var wanted = isStage ? AllowedImagesState.AuditMode : AllowedImagesState.Enabled;
        if (dist.Mode == wanted)
            return true;
        var what = isStage ? "a stage is promoted" : "everything is promoted";
        var alternative = isStage ? "" : "; `--target` promotes a part and leaves the rest in audit mode";
        bag.Report(
            RolloutDiagnostics.ModeNotReviewed,
            dist.At(DistFiles.Declarative),
            $"the policies in `{request.Folder}` are generated in mode {dist.Mode?.Name()}; {what} from {wanted.Name()}",
            $"run {SuggestedCommand.Of($"amigov generate --mode {wanted.Name()}")}, have the change reviewed, and promote then{alternative}"
        );
        return false;
    }

    private sealed record BothModes(GeneratedPolicies Enforcing, GeneratedPolicies Auditing);

    private BothModes? Generate(ValidatedRepository repository)
    {
        var enforcing = KeptStages.Generated(repository.Config, AllowedImagesState.Enabled, today);
        var auditing = KeptStages.Generated(repository.Config, AllowedImagesState.AuditMode, today);
        return enforcing is null || auditing is null ? null : new BothModes(enforcing, auditing);
    }

    /// <summary>Validation has proven the policies in `dist/`; a stage gets others.</summary>
    private bool IsProven(ValidatedRepository repository, GeneratedPolicies enforcing, DiagnosticBag bag)
    {
        var dist = Read(enforcing, repository.Dist.Folder);
        var refuted = ProvePolicies
            .Prove(repository.Config, dist, enforcing.Declarative, today)
            .Where(r => r.IsFinding)
            .ToList();
        foreach (var result in refuted)
            bag.Report(
                ProofDiagnostics.Of(result).Descriptor,
                dist.At(DistFiles.Scp),
                $"when enforced: {result.Title}: {ProofDiagnostics.Of(result).Word}; {result.Reason}",
                "`amigov prove` lists all guarantees"
            );
        return refuted.Count == 0;
    }

    /// <summary>Where everything is enforced, the policies in audit mode are those that the configuration gives.</summary>
    private static DesiredState AuditState(
        PromotionRequest request,
        ValidatedRepository repository,
        GeneratedPolicies auditing
    )
    {
        var isStage = !request.Targets.IsEmpty;
        var dist = isStage ? repository.Dist : Read(auditing, request.Folder);
        return DesiredState.Of(repository.Config, dist);
    }

    /// <summary>What was generated just now, as if it were read from its folder.</summary>
    private static Dist Read(GeneratedPolicies generated, string folder) =>
        Reading.Of(bag => Dist.Read(folder, generated.Files.ToImmutableSortedSources(folder), bag)).Sound;

    private static ImmutableArray<string> TargetIds(PromotionRequest request, Organization observed) =>
        [.. request.Targets.Select(t => t == OrganizationTarget.Root ? observed.RootId : t).Distinct()];

    private PlannedPromotion? Plan(
        ValidatedRepository repository,
        Organization observed,
        PromotionStates states,
        DeploymentLog log,
        DiagnosticBag bag
    )
    {
        var resumes = UnfinishedPromotion.Find(log, observed, states);
        var start = resumes.FirstOrDefault(e => e.Event == DeploymentEvent.Started);
        var before = start is null ? observed : RecordedPolicy.PutBack(observed, start.Before);
        if (!IsAsAudited(before, states.Now(before), repository.Dist, bag))
            return null;
        if (TargetProblems(states) is { IsEmpty: false } problems)
            return Planned(states.Audit, new PlanResult(null, problems), PromotedPart.None);

        var desired = states.Wanted(before);
        var part = PromotedPart.Of(states.Promoted, states.StagesOf(before), states.Index);
        var result = WithAccounts(SafePlan(repository.Config.Facts, observed, desired, part), part);
        var hasMeaning = result.Plan is not null && !part.Paths.IsEmpty;
        return Planned(desired, result, part) with
        {
            Meaning = hasMeaning ? PolicyMeaning.Change(before, desired, part.Paths[0]) : null,
            Resumes = resumes,
            Enforcing = states.Enforcing.ServiceControlPolicies,
        };

        PlannedPromotion Planned(DesiredState wanted, PlanResult planned, PromotedPart promoted) =>
            new(repository.Config, before, observed, wanted, planned, promoted, today)
            {
                Unfinished = log.LastUnfinishedStart,
            };
    }

    private static ImmutableArray<string> TargetProblems(PromotionStates states) =>
        [.. states.Targets.Select(t => StagedEnforcement.Problem(t, states.Audit, states.Index)).OfType<string>()];

    private static PlanResult WithAccounts(PlanResult result, PromotedPart part)
    {
        if (result.Plan is not { IsEmpty: false } plan)
            return result;
        var accounts = part.Accounts.Select(a => a.Id.Value).Order(StringComparer.Ordinal);
        return result with { Plan = plan with { Accounts = [.. accounts] } };
    }

    /// <summary>A plan in which every moment is safe for every account, with the policies of others.</summary>
    private static PlanResult SafePlan(KnownFacts facts, Organization observed, DesiredState desired, PromotedPart part)
    {
        var result = Planner.Plan(observed, desired, adopt: false);
        if (result.Plan is not { } plan)
            return result;
        var promoted = part.Accounts.Select(a => a.Id).ToHashSet();
        return EffectiveTransition.Problem(observed, plan, promoted) is { } problem
            ? new PlanResult(null, [$"{problem}{facts.Locks.Remark}"])
            : result;
    }

    /// <summary>What was measured in audit mode says nothing about another list.</summary>
    private static bool IsAsAudited(Organization before, DesiredState now, Dist dist, DiagnosticBag bag)
    {
        var (plan, problems) = Planner.Plan(before, now, adopt: false);
        // What is enforced already has nothing to be promoted, and the plan says so.
        if (plan is { IsEmpty: true } or { ModeBefore: AllowedImagesState.Enabled })
            return true;
        var difference = plan is null
            ? problems[0]
            : $"{Plural.Of(plan.Steps.Length, "call")} would be needed, the first {plan.Steps[0].Text}";
        bag.Report(
            RolloutDiagnostics.NotAsAudited,
            dist.At(DistFiles.Declarative),
            $"the organization is not in audit mode with the policies of the configuration: {difference}",
            "promotion changes the mode and nothing else: `amigov plan` shows the calls, and who changed what since the last deployment;"
                + " bring the organization to what the configuration says in audit mode first, by `amigov apply` or your carrier;"
                + " what was enforced and somebody took away, `amigov watch --repair` puts back"
        );
        return false;
    }
}
