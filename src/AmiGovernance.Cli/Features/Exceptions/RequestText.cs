using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>A request, its extensions and what was decided on them, for a terminal.</summary>
internal static class RequestText
{
    public static IEnumerable<string> Lines(CaseStatus status, ExceptionHistory history, DateOnly day)
    {
        var request = status.Case.Request;
        yield return $"{request.Ticket}: {State(status)}{Ended(status)}";
        foreach (var (label, value) in RequestMarkdown.Rows(request))
            yield return $"  {label, -31}  {Sanitize.Text(value)}";
        foreach (var line in status.Parts.SelectMany(part => Part(status, part, history.Approvers)))
            yield return line;
        foreach (var limit in history.Overview.Limits)
            yield return $"{limit.Step}: due {limit.Due.Text()}{Outcome(limit, day)}";
    }

    /// <summary>What waits as an extension is in force all the same.</summary>
    private static string State(CaseStatus status)
    {
        var words = status.State.Words();
        var isOpen = status.State.IsWaiting() || status.State == RequestState.Rejected;
        return isOpen && status.Newest.Part.IsExtension ? $"implemented; {status.Newest.Part.Name} {words}" : words;
    }

    private static string Ended(CaseStatus status) =>
        status.Case.End is { } end ? $" ({end.EventName} {end.At.IsoText()} by {CaseWords.Name(end.By)})" : "";

    private static IEnumerable<string> Part(CaseStatus status, PartStatus judged, Approvers? approvers)
    {
        var part = judged.Part;
        yield return $"{part.Name}: {Plural.Of(part.DurationDays, "day")}, {part.RequestedAt.IsoText()}"
            + $" by {CaseWords.Name(part.Requester)}: {status.Of(judged).Words()}";
        if (part.IsExtension)
            yield return $"  {Sanitize.Text(status.Case.Extensions[part.Number - 1].Extension.Justification)}";

        foreach (var decision in judged.Approvals)
            yield return Decision("✓", decision);
        if (judged.Rejection is { } no)
            yield return Decision("✗", no);
        else
            foreach (var role in judged.Missing)
                yield return $"  – {Sanitize.Text(role)} is missing{CaseWords.Holders(approvers, role)}";

        if (status.Case.Implementation(part) is { } implemented)
            yield return $"  ✓ implemented {implemented.At.IsoText()} by {CaseWords.Name(implemented.By)},"
                + $" until {implemented.ExpiresOn?.Text()}";
    }

    private static string Decision(string mark, Decision decision)
    {
        return $"  {mark} {Sanitize.Text(decision.Role)}  {decision.Record.At.IsoText()}"
            + $"  {Sanitize.Text(decision.By.Name)}: {Sanitize.Text(decision.Record.Reason ?? "")} ({CaseWords.Vouched(decision)})";
    }

    private static string Outcome(TimeLimit limit, DateOnly day)
    {
        if (limit.Done is { } done)
            return $", done {done.Text()}";
        return limit.IsOverdue(day) ? $", overdue since {Plural.Of(day.DayNumber - limit.Due.DayNumber, "day")}" : "";
    }
}
