using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The report on exceptions for machines.</summary>
internal static class ExceptionReportJson
{
    public static ExceptionReportDocument Of(ExceptionReport report) =>
        new(
            report.AsOf,
            Rounded(report.AverageDays),
            [.. report.ExtendedMoreThanOnce.Select(s => s.Name)],
            [.. report.InForceWith(UseState.Unused).Select(s => s.Name)],
            [.. report.InForceWith(UseState.NotSeen).Select(s => s.Name)],
            report.LookedAt,
            [.. report.Spans.Select(Of)],
            [.. report.Overdue.Select(Of)],
            [.. report.Teams.Select(Of)],
            [.. report.Months.Select(m => new MonthPart(ReportCells.Month(m), m.Running, m.Started, m.Ended))],
            [.. report.Steps.Select(Of)]
        );

    /// <summary>To one digit.</summary>
    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 1) : null;

    private static ExceptionSpanPart Of(ExceptionSpan span)
    {
        var used = span.Use is { State: UseState.Used } use ? use : null;
        return new ExceptionSpanPart(
            span.Account.Value,
            span.Ticket.IfAny(),
            span.Type.IfAny(),
            span.Team.IfAny(),
            ReportCells.StateName(span.State),
            span.Note.IfAny(),
            ReportCells.Assurance(span).IfAny(),
            span.Approvals?.Select(Of).ToImmutableArray(),
            span.Start,
            span.End,
            span.Days,
            span.EarlierEnds,
            span.Use?.State.Name(),
            used?.Launches,
            used?.IsLeast,
            used?.Last
        );
    }

    private static ApprovalPart Of(Decision approval) =>
        new(
            approval.Role,
            approval.By.Name,
            approval.Record.At,
            approval.Assurance is { } known ? Assurances.Names.Of(known) : null
        );

    private static OverdueStepPart Of(OverdueStep step) =>
        new(step.Ticket, step.Account.Value, step.Limit.Step, step.Limit.Due, step.WaitsFor);

    private static TeamSharePart Of(TeamShare team) =>
        new(team.Team, team.Expired, team.Running, team.Waiting, team.Ended, team.Days, team.NextEnd);

    private static StepTimesPart Of(StepTimes step) =>
        new(step.Step, step.Done, step.Late, step.Overdue, Rounded(step.AverageBusinessDays));
}
