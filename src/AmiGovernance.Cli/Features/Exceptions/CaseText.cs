using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>The story of one exception for a terminal.</summary>
internal static class CaseText
{
    public static string Render(ExceptionStory story, DateOnly day)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var (entry, status) = (story.Overview.Entry, story.Overview.Request);
        if (status is not null)
            WriteRequest(writer, status, story, day);
        if (entry is not null)
            WriteEntry(writer, entry);
        if (story.Commits is { IsEmpty: false } commits)
        {
            writer.WriteLine("commits");
            foreach (var commit in commits)
                writer.WriteLine(
                    $"  {commit.Facts.ShortId}  {commit.At.IsoText()}  {Name(commit.Facts.Author)}{Signed(commit.Facts)}: {Visible.Text(commit.Subject)}"
                );
        }
        else if (story.Commits is null)
            writer.WriteLine("commits: not looked, there is no history here");
        if (status?.State is RequestState.Implemented or RequestState.Ended)
        {
            writer.WriteLine(
                story.Deployments.IsEmpty ? "deployments: none is recorded in deployments/" : "deployments"
            );
            foreach (var deployment in story.Deployments)
                writer.WriteLine(
                    $"  {Visible.Text(deployment.Deployment)}  {deployment.At.IsoText()}  {Visible.Text(deployment.Who)}"
                );
        }
        if (story.Account is { } account)
            foreach (var line in UseText.Lines(story.Use, account, story.Answer(day)))
                writer.WriteLine(line);
        if (status is not null)
            WriteNext(writer, status, null);
        return writer.ToString();
    }

    private static void WriteRequest(TextWriter writer, CaseStatus status, ExceptionStory story, DateOnly day)
    {
        var request = status.Case.Request;
        var state =
            status.Newest.Part.Number > 0
            && status.State is (RequestState.InReview or RequestState.Approved or RequestState.Rejected)
                ? $"implemented; {status.Newest.Part.Name} {Words(status.State)}"
                : Words(status.State);
        writer.WriteLine(
            $"{request.Ticket}: {state}{(status.Case.End is { } end ? $" ({end.EventName} {end.At.IsoText()} by {Name(end.By)})" : "")}"
        );
        foreach (var (label, value) in RequestMarkdown.Rows(request))
            writer.WriteLine($"  {label, -31}  {Visible.Text(value)}");
        foreach (var part in status.Parts)
        {
            writer.WriteLine(
                $"{part.Part.Name}: {Plural.Of(part.Part.DurationDays, "day")}, {part.Part.RequestedAt.IsoText()} by {Name(part.Part.Requester)}: {Words(status.Of(part))}"
            );
            if (part.Part.Number > 0)
                writer.WriteLine(
                    $"  {Visible.Text(status.Case.Extensions[part.Part.Number - 1].Extension.Justification)}"
                );
            foreach (var decision in part.Approvals)
                WriteDecision(writer, "✓", decision);
            if (part.Rejection is { } no)
                WriteDecision(writer, "✗", no);
            else
                foreach (var role in part.Missing)
                    writer.WriteLine($"  – {Visible.Text(role)} is missing{Holders(story.Approvers, role)}");
            if (status.Case.Implementation(part.Part) is { } implemented)
                writer.WriteLine(
                    $"  ✓ implemented {implemented.At.IsoText()} by {Name(implemented.By)}, until {implemented.ExpiresOn?.Text()}"
                );
        }
        foreach (var limit in story.Overview.Limits)
            writer.WriteLine(
                $"{limit.Step}: due {limit.Due.Text()}{(limit.Done is { } done ? $", done {done.Text()}" : limit.IsOverdue(day) ? string.Create(CultureInfo.InvariantCulture, $", overdue since {Plural.Of(day.DayNumber - limit.Due.DayNumber, "day")}") : "")}"
            );
    }

    private static void WriteDecision(TextWriter writer, string mark, Decision decision) =>
        writer.WriteLine(
            $"  {mark} {Visible.Text(decision.Role)}  {decision.Record.At.IsoText()}  {Visible.Text(decision.By.Name)}: {Visible.Text(decision.Record.Reason ?? "")}{(decision.Commit is { } commit ? $" (commit {commit.ShortId}{Signed(commit)})" : "")}"
        );

    private static void WriteEntry(TextWriter writer, ExceptionStatus entry)
    {
        var exception = entry.Exception;
        writer.WriteLine(
            $"in the configuration: account {exception.AccountId}, {ExceptionList.StateName(entry.State)}, until {exception.ExpiresOn?.Text() ?? "never"}"
        );
        if (exception.ExpiresOn is { } end)
            writer.WriteLine(
                $"  ends {end.Text()} 00:00 UTC in the service control policy by itself; in the declarative policy when it is generated and deployed from that day on"
            );
    }

    /// <summary>The command that comes next.</summary>
    public static void WriteNext(TextWriter writer, CaseStatus status, ExceptionSources? sources)
    {
        var (ticket, newest) = (status.Case.Ticket, status.Newest);
        switch (status.State)
        {
            case RequestState.InReview:
                writer.WriteLine(
                    $"{newest.Part.Name} of {ticket} needs {string.Join(" and ", newest.Missing.Select(r => Visible.Text(r) + Holders(sources?.Approvers, r)))}"
                );
                foreach (var role in newest.Missing)
                    writer.WriteLine($"  amigov exception approve {ticket} --as {Visible.Text(role)} --reason \"…\"");
                break;
            case RequestState.Approved:
                writer.WriteLine($"{newest.Part.Name} of {ticket} is approved, until {status.ApprovedEnd?.Text()}");
                writer.WriteLine($"  amigov exception implement {ticket}");
                break;
            case RequestState.Rejected:
                writer.WriteLine($"{newest.Part.Name} of {ticket} is rejected");
                break;
        }
    }

    private static string Holders(Approvers? approvers, string role) =>
        approvers?.Members(role) is { } members
            ? members.IsEmpty
                ? " (held by nobody)"
                : $" ({string.Join(", ", members.Select(m => Visible.Text(m.Name)))})"
            : "";

    private static string Words(RequestState state) => CaseStatus.StateNames[(int)state].Replace('_', ' ');

    private static string Signed(CommitFacts commit) => commit.Signature == CommitSignature.Good ? ", signed" : "";

    public static string Name(GitIdentity identity) => Visible.Text(identity.ToString());
}
