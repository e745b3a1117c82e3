using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The cells of the report on exceptions, the same in all formats.</summary>
internal static class ReportCells
{
    public static string StateName(SpanState state) => state.ToString().ToLowerInvariant();

    public static string Month(MonthOfExceptions month) =>
        month.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public static string[] Of(ExceptionSpan span)
    {
        var (days, extensions) = (span.Days, span.EarlierEnds.Length);
        return
        [
            span.Account.Value,
            span.Ticket,
            span.Type,
            span.Team,
            span.Start?.Text() ?? "",
            span.End?.Text() ?? "",
            days?.ToString(CultureInfo.InvariantCulture) ?? "",
            extensions == 0 ? "" : $"{Number(extensions)} ×",
            State(span),
            span.Use is null ? "" : UseText.Launches(span.Use),
            span.Use?.Last?.Text() ?? "",
            Assurance(span),
            ApprovedBy(span),
        ];
    }

    /// <summary>Empty where nothing was approved that could be told.</summary>
    public static string Assurance(ExceptionSpan span) =>
        span.Assurance is { } assurance ? CaseWords.Assurance(assurance) : "";

    /// <summary>Each person once, by the weakest of what vouches for his approvals, such as `Sam Rivera, Kim Lee (signed)`.</summary>
    public static string ApprovedBy(ExceptionSpan span)
    {
        if (span.Approvals is not { } approvals)
            return "nobody known: no request";
        var people = approvals
            .GroupBy(a => a.By.Name, (name, own) => (Name: name, Assurance: Decision.LeastAssurance(own)))
            .ToList();
        return people.Count == 0
            ? "nobody so far"
            : string.Join(
                ", ",
                people
                    .GroupBy(p => CaseWords.Assurance(p.Assurance))
                    .Select(same => $"{string.Join(", ", same.Select(p => p.Name))} ({same.Key})")
            );
    }

    public static string[] Of(OverdueStep step, DateOnly asOf) =>
        [
            step.Ticket,
            step.Account.Value,
            step.Limit.Step,
            step.Limit.Due.Text(),
            Number(asOf.DayNumber - step.Limit.Due.DayNumber),
            CaseWords.WaitsFor(step.WaitsFor),
        ];

    public static string[] Of(TeamShare team) =>
        [
            team.Team.Length > 0 ? team.Team : "(not named)",
            Number(team.Expired),
            Number(team.Running),
            Number(team.Waiting),
            Number(team.Ended),
            Number(team.Days),
            team.NextEnd?.Text() ?? "",
        ];

    public static string[] Of(MonthOfExceptions month) =>
        [Month(month), Number(month.Running), Number(month.Started), Number(month.Ended)];

    public static string[] Of(StepTimes step) =>
        [
            step.Step,
            Number(step.Done),
            Number(step.Late),
            Number(step.Overdue),
            step.AverageBusinessDays?.ToString("0.#", CultureInfo.InvariantCulture) ?? "",
        ];

    /// <summary>The note says more than the state does, but for what is in the configuration.</summary>
    private static string State(ExceptionSpan span)
    {
        var state = StateName(span.State);
        if (span.Note.Length == 0)
            return state;
        return span.IsEntered ? $"{state}; {span.Note}" : span.Note;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
