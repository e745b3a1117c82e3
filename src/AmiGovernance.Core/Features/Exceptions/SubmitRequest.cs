using System.Collections.Immutable;
using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <param name="Source">The filled-in request.</param>
/// <param name="Organization">Null when nobody looked.</param>
/// <param name="Use">Launches so far, as far as anybody looked.</param>
/// <param name="Replace">Whether a request of that ticket may be there already.</param>
/// <param name="Commit">Else the files are only written.</param>
/// <param name="View">The request for people, in Markdown.</param>
public sealed record SubmitInput(
    string Ticket,
    SourceText Source,
    string ConfigPath,
    Organization? Organization,
    ImageUse Use,
    bool Replace,
    bool Commit,
    Func<ExceptionRequest, string> View
);

/// <param name="CommitId">Null when nothing was committed.</param>
public sealed record Submitted(
    ExceptionRequest Request,
    CaseStatus Status,
    ExceptionSources Sources,
    ImmutableArray<string> Written,
    string? CommitId
);

/// <summary>Checks a new request and writes it.</summary>
public sealed class SubmitRequest(IFileStore files, IGit git, TimeProvider time)
{
    /// <summary>The exception-type table of the configuration; null with a report when it cannot be read.</summary>
    public static IReadOnlyDictionary<string, ExceptionType>? Types(
        string configPath,
        IFileStore files,
        DiagnosticBag bag
    ) => RepositoryFiles.ReadConfig(files, configPath, bag)?.ExceptionTypes;

    /// <summary>Null with a report when the request cannot be made; nothing is written then.</summary>
    public Submitted? Run(SubmitInput input, DiagnosticBag bag)
    {
        if (!TicketNumber.IsValid(input.Ticket))
        {
            bag.Report(
                RequestDiagnostics.Ticket,
                SourceLocation.OfFile(SourceText.Missing(input.Source.Path)),
                $"`{input.Ticket}` is not a ticket number",
                "letters, digits, `-` and `_`, such as CLOUD-1234: it names files and a branch"
            );
            return null;
        }
        if (
            Caller.Identity(git, bag) is not { } requester
            || ExceptionSources.Read(input.ConfigPath, files, RequestHistory.TryRead(git, bag), bag) is not { } sources
        )
            return null;
        var read = ExceptionRequestReader.Read(
            input.Source,
            sources.Config.ExceptionTypes.Values,
            new NewRequest(input.Ticket, requester, time.Now()),
            bag
        );
        CheckExisting(input, sources, bag);
        if (read is null)
            return null;
        if (read.Request.Ticket != input.Ticket)
            bag.Report(
                RequestDiagnostics.Ticket,
                read.At("ticket"),
                $"the file holds the request `{read.Request.Ticket}`, not `{input.Ticket}`",
                "give the same ticket twice, or leave `ticket` out of the file"
            );
        RequestChecks.Run(read, sources.Config, input.Organization, time.Today(), bag);
        UseChecks.Run(read, sources.Config, input.Use, time.Today(), bag);
        if (bag.HasErrors)
            return null;
        // Whoever writes it is the one who asks, whatever a file that was copied says.
        var request = read.Request with
        {
            Requester = requester,
            RequestedAt = time.Now(),
        };
        ImmutableArray<string> paths = [RequestPaths.Request(input.Ticket), RequestPaths.View(input.Ticket)];
        if (
            !files.Write(
                "",
                [
                    new GeneratedFile(paths[0], request.ToJson()),
                    new GeneratedFile(paths[1], Encoding.UTF8.GetBytes(input.View(request))),
                ],
                bag
            )
        )
            return null;
        var commit = input.Commit ? Commit(request, paths, bag) : null;
        return RequestFiles.Read(input.Ticket, files, sources.Config.ExceptionTypes.Values, bag) is not { } found
            ? null
            : new Submitted(request, sources.Judge(found, git, new DiagnosticBag()), sources, paths, commit);
    }

    private void CheckExisting(SubmitInput input, ExceptionSources sources, DiagnosticBag bag)
    {
        var at = SourceLocation.OfFile(SourceText.Missing(RequestPaths.Request(input.Ticket)));
        if (!files.Exists(at.Source.Path))
            return;
        if (!input.Replace)
            bag.Report(
                RequestDiagnostics.Exists,
                at,
                $"there is a request `{input.Ticket}` already",
                "`--replace` writes it anew, and what was decided on it is lost; `amigov exception extend` asks for more time"
            );
        else if (
            RequestFiles.Read(input.Ticket, files, sources.Config.ExceptionTypes.Values, new DiagnosticBag())
                is { } found
            && (found.End is not null || found.Implementation(found.Parts.First()) is not null)
        )
            bag.Report(
                ApprovalDiagnostics.Decided,
                at,
                $"`{input.Ticket}` is implemented already",
                "open a new ticket, or ask for an extension"
            );
    }

    private string? Commit(ExceptionRequest request, ImmutableArray<string> paths, DiagnosticBag bag)
    {
        try
        {
            return git.Commit(
                paths,
                $"""
                chore: Request AMI exception for account {request.Account} ({request.Ticket})

                - Account: {request.Account}
                - Type: {request.Type}, {Plural.Of(request.DurationDays, "day")}
                - Reason: {Visible.Text(request.BusinessJustification)}
                - Requested by: {Visible.Text(request.RequestedBy)}
                - Ticket: {request.Ticket}

                """
            );
        }
        catch (GitException e)
        {
            GitDiagnostics.Report(e, bag, help: "the files are written: commit them, then approvers can decide");
            return null;
        }
    }
}
