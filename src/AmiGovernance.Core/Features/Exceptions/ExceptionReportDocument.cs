using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Exceptions.Approvals;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Who has what exception until when, and how it has been going.</summary>
/// <param name="AsOf">The day (UTC).</param>
/// <param name="AverageDays">Of those that came into force; left out when none did.</param>
/// <param name="ExtendedMoreThanOnce">By ticket or account.</param>
/// <param name="NeverUsed">In force, all was looked at and there was no launch; by ticket or account.</param>
/// <param name="NoUseSeen">In force, not all was looked at and no launch was found; by ticket or account.</param>
/// <param name="LookedAt">What tells of the use of images, one sentence each; empty when nobody looked.</param>
/// <param name="Exceptions">By state; the next end first, and of what is over the latest.</param>
/// <param name="Overdue">Steps that are late.</param>
/// <param name="Teams">That have or had exceptions.</param>
/// <param name="Months">The last ones.</param>
/// <param name="ServiceLevels">How long each step took.</param>
public sealed record ExceptionReportDocument(
    DateOnly AsOf,
    double? AverageDays,
    ImmutableArray<string> ExtendedMoreThanOnce,
    ImmutableArray<string> NeverUsed,
    ImmutableArray<string> NoUseSeen,
    ImmutableArray<string> LookedAt,
    ImmutableArray<ExceptionSpanPart> Exceptions,
    ImmutableArray<OverdueStepPart> Overdue,
    ImmutableArray<TeamSharePart> Teams,
    ImmutableArray<MonthPart> Months,
    ImmutableArray<StepTimesPart> ServiceLevels
) : ReportDocument;

/// <param name="AccountId">Whose images are allowed.</param>
/// <param name="Ticket">Where it is worked on.</param>
/// <param name="Type">Of exception.</param>
/// <param name="Team">That asked for it.</param>
/// <param name="State">Expired: past its end and still in the configuration.</param>
/// <param name="Note">What to know beside.</param>
/// <param name="Assurance">The least that vouches for its approvals.</param>
/// <param name="Approvals">That count, of the request and of each extension; left out without a request.</param>
/// <param name="From">The day (UTC) of the last approval.</param>
/// <param name="Until">The first day (UTC) without it.</param>
/// <param name="Days">Between them.</param>
/// <param name="EarlierEnds">That extensions moved.</param>
/// <param name="Use">Whether its images were launched while it was in force; left out when nobody looked.</param>
/// <param name="Launches">How many; left out with the next two when there was none.</param>
/// <param name="LaunchesAtLeast">There may have been more.</param>
/// <param name="LastLaunch">The day (UTC).</param>
public sealed record ExceptionSpanPart(
    string AccountId,
    string? Ticket,
    string? Type,
    string? Team,
    [OneOf("expired", "running", "waiting", "ended", "rejected")] string State,
    string? Note,
    [OneOf<Assurance>] string? Assurance,
    ImmutableArray<ApprovalPart>? Approvals,
    DateOnly? From,
    DateOnly? Until,
    int? Days,
    ImmutableArray<DateOnly> EarlierEnds,
    [OneOf<UseState>] string? Use,
    long? Launches,
    bool? LaunchesAtLeast,
    DateOnly? LastLaunch
);

/// <param name="Role">In which it was given.</param>
/// <param name="By">Who approved: the name in `config/approvers.json`, else the one that git was told.</param>
/// <param name="At">When.</param>
/// <param name="Assurance">What vouches for it; left out where there is no history to ask.</param>
public sealed record ApprovalPart(string Role, string By, Moment At, [OneOf<Assurance>] string? Assurance);

/// <param name="Ticket">Where it is worked on.</param>
/// <param name="AccountId">Whose images shall be allowed.</param>
/// <param name="Step">Of the service levels.</param>
/// <param name="Due">The last day (UTC) in time.</param>
/// <param name="WaitsFor">The roles whose approval is missing; empty when the platform team is waited for.</param>
public sealed record OverdueStepPart(
    string Ticket,
    string AccountId,
    string Step,
    DateOnly Due,
    ImmutableArray<string> WaitsFor
);

/// <param name="Team">Empty when none is named.</param>
/// <param name="Expired">Exceptions past their end and still in the configuration.</param>
/// <param name="Running">Exceptions in force.</param>
/// <param name="Waiting">Requests.</param>
/// <param name="Ended">Exceptions that are over.</param>
/// <param name="Days">In force, all together.</param>
/// <param name="NextEnd">The day (UTC).</param>
public sealed record TeamSharePart(
    string Team,
    int Expired,
    int Running,
    int Waiting,
    int Ended,
    int Days,
    DateOnly? NextEnd
);

/// <param name="Month">Such as `2026-01`.</param>
/// <param name="Running">On its last day, or on the day of the report.</param>
/// <param name="Started">In it.</param>
/// <param name="Ended">In it.</param>
public sealed record MonthPart(string Month, int Running, int Started, int Ended);

/// <param name="Step">Of the service levels.</param>
/// <param name="Done">How often.</param>
/// <param name="Late">Of those that are done.</param>
/// <param name="Overdue">Late and not done.</param>
/// <param name="AverageBusinessDays">Left out when the step was never done.</param>
public sealed record StepTimesPart(string Step, int Done, int Late, int Overdue, double? AverageBusinessDays);
