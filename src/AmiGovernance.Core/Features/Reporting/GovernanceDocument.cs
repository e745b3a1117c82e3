using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Impact;
using AmiGovernance.Core.Features.Rollout.History;
using AmiGovernance.Core.Features.Rollout.Status;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Reporting;

/// <summary>Where governance stands: what each source says, each in the report that it has alone.</summary>
/// <param name="AsOf">The day (UTC) on which exceptions are looked at.</param>
/// <param name="At">When it was made.</param>
/// <param name="ToDecide">What needs a decision, the most dangerous first.</param>
/// <param name="Status">Left out when the organization was not read.</param>
/// <param name="Exceptions">Left out when configuration or requests cannot be read.</param>
/// <param name="Guarantees">Of the policies alone; left out when they cannot be read.</param>
/// <param name="Backtest">Left out when no trail was read.</param>
/// <param name="Impact">Left out when nobody looked into the accounts.</param>
/// <param name="Deployments">The deployment record; left out when it cannot be read.</param>
/// <param name="Images">Left out when there is no inventory.</param>
/// <param name="NotAsked">What nobody asked for, with the option that brings it.</param>
/// <param name="NotRead">What was asked for and could not be read, or not whole.</param>
/// <param name="Next">What comes next, a sentence each.</param>
public sealed record GovernanceDocument(
    DateOnly AsOf,
    Moment At,
    ImmutableArray<ConcernPart> ToDecide,
    StatusDocument? Status,
    ExceptionReportDocument? Exceptions,
    ProofDocument? Guarantees,
    BacktestDocument? Backtest,
    ImpactDocument? Impact,
    HistoryDocument? Deployments,
    OpenImagesPart? Images,
    ImmutableArray<string> NotAsked,
    ImmutableArray<string> NotRead,
    ImmutableArray<string> Next
) : ReportDocument;

/// <param name="What">In one sentence.</param>
/// <param name="Weight">`high` for what lets strangers in or stops launches, else `usual`.</param>
public sealed record ConcernPart(string What, [OneOf("high", "usual")] string Weight);

/// <summary>Images that others can launch.</summary>
/// <param name="Scan">Which scan it was, and how much it read.</param>
/// <param name="Findings">How many images, or accounts and Regions, have a finding of each kind.</param>
/// <param name="Trend">By scan, the oldest first.</param>
/// <param name="Open">Those that are public or shared beyond the organization.</param>
public sealed record OpenImagesPart(
    string Scan,
    ImmutableArray<FindingCountPart> Findings,
    ImmutableArray<OpenImagesByScanPart> Trend,
    ImmutableArray<ImagePart> Open
);

/// <param name="Finding">Its kind.</param>
/// <param name="Count">Images, or accounts and Regions.</param>
public sealed record FindingCountPart([OneOf<FindingKind>] string Finding, int Count);

/// <param name="Scan">Its number.</param>
/// <param name="Day">On which it began (UTC).</param>
/// <param name="Public">Images that everyone could launch.</param>
/// <param name="Shared">Images that accounts or organizations outside could launch.</param>
public sealed record OpenImagesByScanPart(long Scan, DateOnly Day, int Public, int Shared);
