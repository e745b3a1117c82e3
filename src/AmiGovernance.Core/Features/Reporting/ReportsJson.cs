using System.Text.Json.Serialization;
using AmiGovernance.Core.Features.Adoption;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Doctor;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout;
using AmiGovernance.Core.Features.Rollout.History;
using AmiGovernance.Core.Features.Rollout.Reports;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Features.Verification;

namespace AmiGovernance.Core.Features.Reporting;

/// <summary>The reports that programs read. They are only written: metadata would make the binary 0.9 MB larger.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(FindingsDocument))]
[JsonSerializable(typeof(GovernanceDocument))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(PromotionDocument))]
[JsonSerializable(typeof(DifferenceDocument))]
[JsonSerializable(typeof(ProofDocument))]
[JsonSerializable(typeof(BacktestDocument))]
[JsonSerializable(typeof(TriageDocument))]
[JsonSerializable(typeof(ImpactDocument))]
[JsonSerializable(typeof(AdoptionDocument))]
[JsonSerializable(typeof(VerificationDocument))]
[JsonSerializable(typeof(LedgerPart))]
[JsonSerializable(typeof(ExplanationDocument))]
[JsonSerializable(typeof(LayersDocument))]
[JsonSerializable(typeof(AllowlistDocument))]
[JsonSerializable(typeof(PreflightDocument))]
[JsonSerializable(typeof(ExceptionListDocument))]
[JsonSerializable(typeof(ExceptionReportDocument))]
[JsonSerializable(typeof(ExceptionDocument))]
[JsonSerializable(typeof(ScanDocument))]
[JsonSerializable(typeof(ImageListDocument))]
[JsonSerializable(typeof(InventoryChangesDocument))]
[JsonSerializable(typeof(RemediationDocument))]
[JsonSerializable(typeof(ImageDocument))]
[JsonSerializable(typeof(FactsDocument))]
[JsonSerializable(typeof(QueryDocument))]
[JsonSerializable(typeof(HistoryDocument))]
[JsonSerializable(typeof(HistoryChecksDocument))]
[JsonSerializable(typeof(MergedHistoryDocument))]
[JsonSerializable(typeof(CarriedDocument))]
[JsonSerializable(typeof(StaleExportDocument))]
[JsonSerializable(typeof(StatusReportDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(MonitoringPlanDocument))]
[JsonSerializable(typeof(MonitoringDocument))]
public sealed partial class ReportsJson : JsonSerializerContext;
