using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>Calls that are not simply allowed.</summary>
internal sealed record JudgedCalls(ReportedCalls Calls, Judgement Judgement);
