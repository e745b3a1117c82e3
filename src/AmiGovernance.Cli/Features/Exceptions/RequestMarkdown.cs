using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>A request for people, to be pasted into the ticket: the runbook's fields in its order.</summary>
internal static class RequestMarkdown
{
    public static MarkdownText Render(ExceptionRequest request)
    {
        return MarkdownText.Of($"# AMI Publisher Exception Request {request.Ticket}\n\n{Table(request)}\n")
            + Version(request.Requester, request.RequestedAt, request.Digest);
    }

    /// <summary>What is decided on now: the request, or the newest extension and the request that it extends.</summary>
    public static MarkdownText Newest(CaseStatus status)
    {
        var request = status.Case.Request;
        if (ExtensionTable(status) is not { } table)
            return Render(request);
        var extension = status.Case.Extensions[^1].Extension;
        return MarkdownText.Of(
                $"# Extension {extension.Number} of AMI Publisher Exception {request.Ticket}\n\n{table}\n"
            )
            + Version(extension.Requester, extension.RequestedAt, extension.Digest)
            + MarkdownText.Of($"\n## The request that it extends\n\n{Table(request)}\n");
    }

    /// <summary>Null where the request itself is the newest.</summary>
    public static MarkdownText? ExtensionTable(CaseStatus status)
    {
        string[][] rows = [.. ExtensionRows(status).Select(r => new[] { r.Label, r.Value })];
        return rows.Length == 0 ? null : TableOutput.Markdown(["Field", "Value"], rows);
    }

    /// <summary>None where the request itself is the newest.</summary>
    public static IEnumerable<(string Label, string Value)> ExtensionRows(CaseStatus status)
    {
        if (status.Case.Extensions is not [.., { Extension: var extension }])
            yield break;
        yield return ("Duration Requested", $"{Plural.Of(extension.DurationDays, "day")} more");
        if (status.Case.ImplementedEnd is { } end)
        {
            yield return ("End So Far", end.Text());
            yield return ("New End", end.AddDays(extension.DurationDays).Text());
        }
        yield return ("Justification", extension.Justification);
    }

    private static MarkdownText Version(GitIdentity requester, DateTimeOffset at, string digest)
    {
        var (who, day, version) = (requester.ToString(), at.Day().Text(), $"`{digest}`");
        return MarkdownText.Of(
            $"Requested by {who} on {day}; version {version}. Approvals are bound to this version.\n"
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
