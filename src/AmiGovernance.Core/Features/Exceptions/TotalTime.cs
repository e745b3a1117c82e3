using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>
/// How long the images of an account may be allowed in all: its extensions count, and so does an exception of another ticket that ended
/// shortly before, else every end could be moved by a new ticket.
/// </summary>
internal static class TotalTime
{
    /// <summary>An exception that follows another of the account within so many days goes on with it.</summary>
    public const int GapDays = 30;

    public const string NoneLeft =
        "no time is left: move to approved images, or ask for a new exception with reasons of its own";

    /// <summary>Reports a total that is longer than the type allows.</summary>
    /// <param name="more">Days that are asked for and not approved yet.</param>
    public static void Check(
        CaseStatus status,
        int more,
        IEnumerable<ExceptionCase> cases,
        ExceptionSources sources,
        DiagnosticBag bag
    )
    {
        var request = status.Case.Request;
        var own = status.Parts.Where(p => p.ApprovedAt is not null).Sum(p => p.Part.DurationDays) + more;
        var before = Before(status, cases, sources).ToList();
        var (used, most) = (before.Sum(b => b.Days), sources.TypeOf(request.Type).MaxDays);
        if (own + used <= most)
            return;
        var tickets = string.Join(", ", before.Select(b => b.Ticket));
        var after = before.Count == 0 ? "" : $", after {Plural.Of(used, "day")} of {tickets}";
        var left = most - used - (own - more);
        bag.Report(
            RequestDiagnostics.TooLong,
            SourceLocation.OfFile(status.Newest.Part.Source),
            $"the exception of account {request.Account} would last {Plural.Of(own + used, "day")}{after};"
                + $" of type `{request.Type}` it may last {most} in all",
            left > 0 ? $"{Plural.Of(left, "day is", "days are")} left" : NoneLeft
        );
    }

    /// <summary>The same of the newest part, which asks for its days; false with a report where they are too many.</summary>
    public static bool Allows(CaseStatus asked, ExceptionSources sources, DiagnosticBag bag)
    {
        var cases = RequestFiles.ReadAll(sources.Files, sources.Config.ExceptionTypes.Values, new DiagnosticBag());
        var found = new DiagnosticBag();
        Check(asked, asked.Newest.Part.DurationDays, cases, sources, found);
        bag.AddRange(found.ToSorted());
        return !found.HasErrors;
    }

    /// <summary>
    /// What was in force for the account until shortly before, the newest first. A request may be dated back, so what counts is when it was
    /// approved, or the time here.
    /// </summary>
    private static IEnumerable<(string Ticket, int Days)> Before(
        CaseStatus status,
        IEnumerable<ExceptionCase> cases,
        ExceptionSources sources
    )
    {
        var exception = status.Case;
        var now = sources.History?.Protected?.Branch.ReadAt ?? exception.Request.RequestedAt;
        var start = (status.Parts[0].ApprovedAt ?? now).Day();
        var earlier = cases
            .Where(c => c.Request.Account == exception.Request.Account && c.Ticket != exception.Ticket)
            .Select(c => (c.Ticket, Span: SpanOf(c, sources.History)))
            .Where(c => c.Span is not null)
            .Select(c => (c.Ticket, Span: c.Span!.Value))
            .OrderByDescending(c => c.Span.End);
        foreach (var (ticket, span) in earlier)
        {
            if (span.Start > start || span.End.AddDays(GapDays) < start)
                continue;
            yield return (ticket, Math.Max(0, span.End.DayNumber - span.Start.DayNumber));
            start = span.Start;
        }
    }

    /// <summary>
    /// From when to when it was in the configuration; null when it never was. A record is a file that its author dates: the day on which
    /// the target branch had it bounds what it says, so that none makes the time shorter than it was.
    /// </summary>
    private static (DateOnly Start, DateOnly End)? SpanOf(ExceptionCase exception, FileHistory? history)
    {
        var put = exception
            .Records.Where(r => r.Record.Event == RequestEvent.Implemented && IsOf(exception, r))
            .ToList();
        if (put.Count == 0 || put.Max(r => r.Record.ExpiresOn) is not { } end)
            return null;
        var start = put.Min(r => Earlier(r.Record.At.Day(), Merged(r, history)));
        var over = exception
            .Records.Where(r => r.Record.Event is RequestEvent.Revoked or RequestEvent.Removed)
            .Select(r => history is null ? r.Record.At.Day() : Merged(r, history))
            .Min();
        return (start, over < end ? over.Value : end);
    }

    private static bool IsOf(ExceptionCase exception, LocatedRecord found) =>
        exception.Parts.Any(p => p.Digest == found.Record.RequestDigest);

    private static DateOnly Earlier(DateOnly a, DateOnly? b) => b < a ? b.Value : a;

    /// <summary>The day on which the target branch had the record as it is; null where it has not.</summary>
    private static DateOnly? Merged(LocatedRecord found, FileHistory? history) =>
        history?.Of(found.Source.Path).Commits is [var (commit, _), ..] && history.Holds(commit.Id, found.Source)
            ? history.Protected?.Bringing(commit.Id)?.At.Day()
            : null;
}
