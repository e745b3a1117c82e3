using AmiGovernance.Core.Config;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Exceptions.Approvals;
using AmiGovernance.Core.Exceptions.Reminders;
using AmiGovernance.Core.Exceptions.Requests;
using AmiGovernance.Core.Generation;
using AmiGovernance.Core.Iam;
using AmiGovernance.Core.Images;
using AmiGovernance.Core.Impact;
using AmiGovernance.Core.Json;
using AmiGovernance.Core.Monitoring;
using AmiGovernance.Core.Operations.Exceptions;
using AmiGovernance.Core.Operations.Rollout;
using AmiGovernance.Core.Operations.Trails;
using AmiGovernance.Core.Operations.Verification;
using AmiGovernance.Core.Organizations;
using AmiGovernance.Core.Planning;
using AmiGovernance.Core.Proof;
using AmiGovernance.Core.Rules;
using AmiGovernance.Core.Trail;

namespace AmiGovernance.Core.Operations;

/// <summary>Every diagnostic that the product can report, by code. Each has a page in docs/diagnostics.</summary>
public static class DiagnosticCatalog
{
    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        .. JsonDiagnostics
            .All.Concat(ConfigDiagnostics.All)
            .Concat(OrganizationDiagnostics.All)
            .Concat(PlanningDiagnostics.All)
            .Concat(GovernanceRules.All.Select(r => r.Descriptor))
            .Concat(PolicyDiagnostics.All)
            .Concat(PolicyRules.All.Select(r => r.Descriptor))
            .Concat(DeclarativeDiagnostics.All)
            .Concat(GenerationDiagnostics.All)
            .Concat(ProofDiagnostics.All)
            .Concat(DistRules.All.Select(r => r.Descriptor))
            .Concat(RequestDiagnostics.All)
            .Concat(ApprovalDiagnostics.All)
            .Concat(ProposalDiagnostics.All)
            .Concat(ReminderDiagnostics.All)
            .Concat(GitDiagnostics.All)
            .Concat(TrailDiagnostics.All)
            .Concat(QueryDiagnostics.All)
            .Concat(MonitoringDiagnostics.All)
            .Concat(ImpactDiagnostics.All)
            .Concat(OperationDiagnostics.All)
            .Concat(AwsDiagnostics.All)
            .Concat(ImagesDiagnostics.All)
            .Concat(VerificationDiagnostics.All)
            .Concat(RolloutDiagnostics.All)
            .Concat(SandboxDiagnostics.All)
            .OrderBy(d => d.Code, StringComparer.Ordinal),
    ];
}
