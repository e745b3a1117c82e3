using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Core.Features.Proposals;

/// <summary>Whether an exception can be extended, and by how much.</summary>
internal static class ExtensionTerms
{
    /// <summary>
    /// The end with the days that are asked for. Null when it cannot be extended; a time that is too long, or over already, is reported as
    /// an error.
    /// </summary>
    public static DateOnly? End(
        ExtendInput input,
        ExceptionSources sources,
        CaseStatus status,
        DateOnly today,
        DiagnosticBag bag
    )
    {
        if (!MayBeExtended(status))
        {
            ReportNotNow(status, today, bag);
            return null;
        }
        if (status.Case.ImplementedEnd is not { } now || status.Parts[0].ApprovedAt is not { } approved)
            return null;

        var end = now.AddDays(input.Days);
        var most = sources.TypeOf(status.Case.Request.Type).MaxDays;
        var (used, total) = (now.DayNumber - approved.Day().DayNumber, end.DayNumber - approved.Day().DayNumber);
        var (fewest, left) = (today.DayNumber + 1 - now.DayNumber, most - used);
        if (total > most)
            bag.Report(
                RequestDiagnostics.TooLong,
                SourceLocation.OfFile(status.Newest.Part.Source),
                $"with {Plural.Of(input.Days, "day")} more the exception would last {Plural.Of(total, "day")};"
                    + $" of type `{status.Case.Request.Type}` it may last {most} in all",
                left > 0 && left >= fewest ? $"{Plural.Of(left, "day is", "days are")} left" : TotalTime.NoneLeft
            );
        else if (end <= today)
            ReportOver(status, input.Days, end, left >= fewest ? fewest : null, bag);
        return end;
    }

    /// <param name="fewest">The fewest days that reach beyond today; null where they are more than are left.</param>
    private static void ReportOver(CaseStatus status, int days, DateOnly end, int? fewest, DiagnosticBag bag) =>
        bag.Report(
            RequestDiagnostics.TooLate,
            SourceLocation.OfFile(status.Newest.Part.Source),
            $"with {Plural.Of(days, "day")} more the exception would end on {end.Text()}, which is past",
            fewest is { } least ? $"{Plural.Of(least, "day is", "days are")} the fewest that help" : TotalTime.NoneLeft
        );

    /// <summary>One that is in the configuration, and of whose extensions none waits.</summary>
    private static bool MayBeExtended(CaseStatus status) =>
        status.State == RequestState.Implemented
        || status.State == RequestState.Rejected && status.Newest.Part.IsExtension;

    private static void ReportNotNow(CaseStatus status, DateOnly today, DiagnosticBag bag)
    {
        var (part, ticket) = (status.Newest.Part, status.Case.Ticket);
        var hasEnded = status.State == RequestState.Ended;
        bag.Report(
            ApprovalDiagnostics.Decided,
            SourceLocation.OfFile(part.Source),
            hasEnded ? $"{ticket} has ended" : $"{part.Name} of {ticket} is {status.State.Words()}",
            hasEnded ? MoreTime.AskAnew : NextHelp(status, today)
        );
    }

    private static string NextHelp(CaseStatus status, DateOnly today) =>
        MoreTime.ExtendedEnd(status) <= today
            ? MoreTime.CloseFirst(status)
            : "what is asked for must be decided on and implemented before more can be asked for";
}
