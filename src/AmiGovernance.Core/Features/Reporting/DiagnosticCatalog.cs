using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Adoption;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Bundles;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Discovery;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Reminders;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Features.Handover;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Reporting;

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
            .Concat(PolicyRules.All.Concat(PolicyRules.OfResourceControl).Select(r => r.Descriptor).Distinct())
            .Concat(DeclarativeDiagnostics.All)
            .Concat(DeclarativeRules.All.Select(r => r.Descriptor))
            .Concat([PoliciesInFile.NothingFound])
            .Concat(GenerationDiagnostics.All)
            .Concat(ProofDiagnostics.All)
            .Concat(DistRules.All.Select(r => r.Descriptor))
            .Concat(RequestDiagnostics.All)
            .Concat(ApprovalDiagnostics.All)
            .Concat(ProposalDiagnostics.All)
            .Concat(ReminderDiagnostics.All)
            .Concat(CodeHostDiagnostics.All)
            .Concat(GitDiagnostics.All)
            .Concat(TrailDiagnostics.All)
            .Concat(QueryDiagnostics.All)
            .Concat(MonitoringDiagnostics.All)
            .Concat(ImpactDiagnostics.All)
            .Concat(BundleDiagnostics.All)
            .Concat(CalibrationDiagnostics.All)
            .Concat(PreflightDiagnostics.All)
            .Concat(DiscoveryDiagnostics.All)
            .Concat(OperationDiagnostics.All)
            .Concat(AwsDiagnostics.All)
            .Concat(ImagesDiagnostics.All)
            .Concat(VerificationDiagnostics.All)
            .Concat(RolloutDiagnostics.All)
            .Concat(AdoptionDiagnostics.All)
            .Concat(HandoverDiagnostics.All)
            .Concat(WatchDiagnostics.All)
            .Concat(DegradedDiagnostics.All)
            .Concat(SandboxDiagnostics.All)
            .OrderBy(d => d.Code, StringComparer.Ordinal),
    ];
}
