using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Validation;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout;

/// <param name="Folder">The folder of the generated policies.</param>
/// <param name="Adopt">Take over policies of our names that somebody else made.</param>
public sealed record PlanRequest(string ConfigPath, string Folder, bool Adopt)
{
    /// <summary>Roots, organizational units or accounts to attach to; attachments elsewhere stay. Empty for the targets of the configuration, and no others.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];
}

/// <summary>Everything that is known before a deployment.</summary>
/// <param name="Meaning">How the decisions of our policies change; null when there is no plan.</param>
public sealed record PlannedDeployment(
    GovernanceConfig Config,
    Dist Dist,
    Organization Observed,
    DesiredState Desired,
    PlanResult Result,
    MeaningDifference? Meaning
)
{
    /// <summary>The guarantees for the organization as it will be.</summary>
    public OrganizationProofResult? Prove(DateOnly asOf) =>
        Dist.Declarative is { } declarative ? ProvePolicies.Prove(Config, Dist, declarative, Observed, asOf) : null;
}

/// <summary>Compares the organization with the policies in `dist/` and works out the calls between them.</summary>
public sealed class PlanDeployment(
    IOrganizations aws,
    IFileStore files,
    TimeProvider time,
    IProgress<ReadProgress>? progress = null
)
{
    /// <summary>Null with a report when configuration or policies cannot be read, or `dist/` is not what the configuration gives.</summary>
    public async Task<PlannedDeployment?> Run(PlanRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        if (ReadRepository(request, files, time, bag) is not var (config, dist))
            return null;
        var desired = DesiredState.Of(config, dist);
        if (!request.Targets.IsEmpty)
            desired = desired with { Targets = request.Targets, KeepsOtherTargets = true };
        var observed = await new ReadOrganization(aws, progress).Read(desired.Targets, cancel);
        desired = KeepStages(config, dist, desired, observed, time.Today());
        var result = Planner.Plan(observed, desired, request.Adopt);
        foreach (var problem in result.Problems)
            bag.Report(
                PlanningDiagnostics.NotPlannable,
                SourceLocation.OfFile(SourceText.Missing(request.ConfigPath)),
                Visible.Text(problem)
            );
        return new PlannedDeployment(
            config,
            dist,
            observed,
            desired,
            result,
            result.Plan is null ? null : MeaningOf(observed, desired)
        );
    }

    /// <summary>Policies that are stale, edited or do not fit each other are not deployed: validation says why.</summary>
    internal static (GovernanceConfig Config, Dist Dist)? ReadRepository(
        PlanRequest request,
        IFileStore files,
        TimeProvider time,
        DiagnosticBag bag
    )
    {
        var own = new DiagnosticBag();
        ValidateRepository.Run(new ValidateRequest(request.ConfigPath, request.Folder, time.Today()), files, own);
        bag.AddRange(own.ToSorted().Where(d => d.Severity == Severity.Error));
        if (own.HasErrors)
            return null;
        var config = RepositoryFiles.ReadConfig(files, request.ConfigPath, new DiagnosticBag());
        return config is null ? null : (config, RepositoryFiles.ReadDist(files, request.Folder, new DiagnosticBag()));
    }

    /// <summary>Stages that are enforced stay so, and follow the configuration: only promotion and rollback change what is enforced.</summary>
    internal static DesiredState KeepStages(
        GovernanceConfig config,
        Dist dist,
        DesiredState desired,
        Organization observed,
        DateOnly today
    )
    {
        var stages = StagedEnforcement.StagesOf(observed, config.Policy);
        if (
            stages.IsEmpty
            || dist.Mode != AllowedImagesState.AuditMode
            || PolicyGenerator.Generate(config, today, AllowedImagesState.Enabled, new DiagnosticBag())
                is not { } enforcing
        )
            return desired;
        // Which targets lie above a stage also depends on those that stay.
        if (desired.KeepsOtherTargets)
            desired = desired with
            {
                Targets =
                [
                    .. desired.Targets.Union(
                        new OurPolicies(observed, desired) is var ours
                        && ours.Find(OrganizationPolicyType.DeclarativePolicyEc2, config.Policy.DeclarativePolicyName)
                            is { } known
                            ? ours.TargetsOf(known)
                            : []
                    ),
                ],
            };
        return StagedEnforcement.Add(
            desired,
            config.Policy,
            enforcing.ServiceControlPolicies,
            stages,
            new OrganizationIndex(observed)
        );
    }

    internal static MeaningDifference MeaningOf(Organization observed, DesiredState desired)
    {
        var ours = new OurPolicies(observed, desired);
        return ComparePolicies.Between(
            Compared(ours.All.Where(p => ours.TargetsOf(p).Any()).Select(p => (p.Type, p.Name, p.Content))),
            Compared(desired.Policies.Select(p => (p.Type, p.Name, p.Content)))
        );
    }

    /// <summary>Where a staged policy stands with the one that it was made from, it is the one that holds.</summary>
    internal static ComparedPolicies Compared(
        IEnumerable<(OrganizationPolicyType Type, string Name, string Content)> policies
    )
    {
        var all = policies.OrderBy(p => StagedEnforcement.WholeName(p.Type, p.Name) is null).ToList();
        var declarative = all.Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)
            .Select(p => p.Content)
            .FirstOrDefault();
        var statements = all.Where(p => p.Type == OrganizationPolicyType.ServiceControlPolicy)
            .SelectMany(p =>
                PolicyParser
                    .Parse(
                        SourceText.FromString("policy", p.Content),
                        PolicyType.ServiceControlPolicy,
                        new DiagnosticBag()
                    )
                    ?.Statements
                ?? []
            );
        return new ComparedPolicies(
            declarative is null
                ? null
                : DeclarativePolicyParser.Parse(SourceText.FromString("policy", declarative), new DiagnosticBag()),
            [.. statements]
        );
    }
}
