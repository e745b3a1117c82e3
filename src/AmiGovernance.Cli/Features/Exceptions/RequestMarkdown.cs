using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>A request for people, to be pasted into the ticket: the runbook's fields in its order.</summary>
internal static class RequestMarkdown
{
    public static MarkdownText Render(ExceptionRequest request)
    {
        var (requester, day, version) = (
            request.Requester.ToString(),
            request.RequestedAt.Day().Text(),
            $"`{request.Digest}`"
        );
        return MarkdownText.Of($"# AMI Publisher Exception Request {request.Ticket}\n\n{Table(request)}\n")
            + MarkdownText.Of(
                $"Requested by {requester} on {day}; version {version}. Approvals are bound to this version.\n"
            );
    }

    public static MarkdownText Table(ExceptionRequest request) =>
        TableOutput.Markdown(["Field", "Value"], Rows(request).Select(r => new[] { r.Label, r.Value }));

    public static IEnumerable<(string Label, string Value)> Rows(ExceptionRequest request)
    {
        yield return ("AWS Account ID", request.Account.Value);
        yield return ("Exception Type", request.Type);
        yield return ("Business Justification", request.BusinessJustification);
        yield return ("Duration Requested", $"{Plural.Of(request.DurationDays, "day")}, from the last approval");
        yield return ("Workload Description", request.WorkloadDescription);
        yield return ("Security Review", request.SecurityReview == SecurityReview.Completed ? "Completed" : "Pending");
        yield return ("Migration Plan", request.MigrationPlan);
        yield return ("Technical Contact", request.TechnicalContact);
        yield return ("Sponsor", request.Sponsor);
        yield return ("Requested By", request.RequestedBy);
        yield return (
            "Accounts That Launch the Images",
            request.UsableBy.IsEmpty ? "the whole organization" : string.Join(", ", request.UsableBy)
        );
        yield return ("Images Built in the Account", request.MayCreateImages ? "yes" : "no");
        if (request.OutsideOrganization)
            yield return ("Outside Organization", "yes");
    }
}
