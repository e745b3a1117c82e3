using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Proposals;

/// <param name="Status">As it was at the start of the branch.</param>
/// <param name="TrackerUrl">Where exceptions are requested; null when the configuration does not say.</param>
public sealed record Implemented(
    CaseStatus Status,
    ImmutableArray<string> Reviewers,
    string? TrackerUrl,
    DateOnly End,
    ProposedChange Change
);

/// <summary>Puts an approved request, or an approved extension, into the configuration, on a branch of its own.</summary>
/// <param name="workingFolder">Only looked at, for requests that are not committed.</param>
/// <param name="commits">The request stands there.</param>
/// <param name="writer">Says who implements it.</param>
/// <param name="propose">Makes the branch.</param>
/// <param name="time">Says when.</param>
public sealed class ImplementException(
    IFileStore workingFolder,
    ICommitReader commits,
    ICommitWriter writer,
    ProposeChange propose,
    TimeProvider time
)
{
    /// <summary>Null with a report when it must not or cannot be done; nothing is written then.</summary>
    /// <param name="ticket">That of the request.</param>
    /// <param name="options">Where the change goes.</param>
    /// <param name="deployed">The last deployment that AWS knows; null when it was not asked.</param>
    /// <param name="bag">Takes why not.</param>
    public Implemented? Run(string ticket, ProposalOptions options, MarkedOrganization? deployed, DiagnosticBag bag)
    {
        var config = options.ConfigPath;
        if (
            Caller.Identity(writer, bag) is not { } by
            || propose.Open(options, bag) is not { } start
            || IsBehind(start, deployed, bag)
            || CaseReading.AtCommit(ticket, config, start.Files, start.Name, workingFolder, commits, bag)
                is not var (sources, _, status)
            || !ImplementationTerms.MayBeImplemented(status, sources.Config, start.Name, bag)
            || ImplementationTerms.Edit(status, sources.Config, time.Today(), bag) is not { } edit
        )
            return null;

        var record = new RequestRecord(RequestEvent.Implemented, ticket, status.Newest.Part.Digest, time.Now(), by)
        {
            ExpiresOn = edit.End,
        }.Sealed();
        start.Files.Write("", [new(config, edit.Config), new(RequestPaths.Record(record), record.ToJson())], bag);
        return propose.Run(start, Branch(status), Message(status, edit.End), options, bag) is { } change
            ? new Implemented(status, sources.Reviewers, sources.Config.Policy.ExceptionRequestUrl, edit.End, change)
            : null;
    }

    /// <summary>What is merged on top of a branch that is behind would be deployed over what it does not know.</summary>
    private static bool IsBehind(ProposalBase start, MarkedOrganization? deployed, DiagnosticBag bag)
    {
        if (
            deployed is null
            || UpToDateRecord.Missing(DeploymentRecord.ReadWhatIsThere(start.Files), deployed) is not { } missing
        )
            return false;
        bag.Add(missing);
        return true;
    }

    private static string Branch(CaseStatus status)
    {
        var part = status.Newest.Part;
        var extension = part.IsExtension ? $"-extension-{part.Number}" : "";
        return $"exception/{status.Case.Ticket}{extension}-account-{status.Case.Request.Account}";
    }

    /// <summary>The runbook's form.</summary>
    private static string Message(CaseStatus status, DateOnly end)
    {
        var (request, ticket) = (status.Case.Request, status.Case.Ticket);
        var extension = status.Newest.Part.IsExtension ? status.Case.Extensions[^1].Extension : null;
        var verb = extension is null ? "Add" : "Extend";
        var more = extension is null ? "" : $" ({Plural.Of(extension.DurationDays, "day")} more)";
        var reason = extension?.Justification ?? request.BusinessJustification;
        return $"""
            feat: {verb} AMI exception for account {request.Account} ({ticket})

            - Account: {request.Account}
            - Expires: {end.Text()}{more}
            - Reason: {CommitText.Of(reason)}
            - Approved by: {string.Join(", ", status.Newest.Approvals.Select(a => a.Role))}
            - Ticket: {ticket}

            """;
    }
}
