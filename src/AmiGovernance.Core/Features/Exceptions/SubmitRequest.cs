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
/// <param name="Approvers">Null when there is no list of approvers.</param>
public sealed record Submitted(
    ExceptionRequest Request,
    CaseStatus Status,
    Approvers? Approvers,
    ImmutableArray<string> Written,
    string? CommitId
);

/// <summary>Checks a new request and writes it.</summary>
/// <param name="files">The working folder.</param>
/// <param name="commits">Tells who wrote the requests that are there.</param>
/// <param name="writer">Says who asks, and commits the request.</param>
/// <param name="time">Says when.</param>
public sealed class SubmitRequest(IFileStore files, ICommitReader commits, ICommitWriter writer, TimeProvider time)
{
    /// <summary>The exception-type table of the configuration; null with a report when it cannot be read.</summary>
    /// <param name="configPath">The configuration's.</param>
    /// <param name="files">The working folder.</param>
    /// <param name="bag">Takes why not.</param>
    public static IReadOnlyDictionary<string, ExceptionType>? Types(
        string configPath,
        IFileStore files,
        DiagnosticBag bag
    ) => RepositoryFiles.ReadConfig(files, configPath, bag)?.ExceptionTypes;

    /// <summary>Null with a report when the request cannot be made; nothing is written then.</summary>
    /// <param name="input">The request.</param>
    /// <param name="bag">Takes what is to be said about it.</param>
    public Submitted? Run(SubmitInput input, DiagnosticBag bag)
    {
        if (
            !IsTicket(input, bag)
            || Caller.Identity(writer, bag) is not { } requester
            || input.Commit && !CanBeDecided(input, bag)
            || ExceptionSources.Read(input.ConfigPath, files, RequestHistory.TryRead(commits, bag), bag)
                is not { } sources
            || Check(input, requester, sources, bag) is not { } request
            || RequestFiles.With(request, files, bag) is not { } found
            || !TotalTime.Allows(sources.JudgeQuietly(found), sources, bag)
        )
            return null;

        ImmutableArray<GeneratedFile> written =
        [
            new(RequestPaths.Request(input.Ticket), request.ToJson()),
            new(RequestPaths.View(input.Ticket), Encoding.UTF8.GetBytes(input.View(request))),
        ];
        var message = input.Commit ? Message(request) : null;
        if (!CommitFiles.TryWrite(files, writer, written, message, NothingLeft, bag, out var commit))
            return null;
        if (commit is not null)
            WarnOfSignature(input, commit, bag);
        var status = sources.JudgeQuietly(found);
        return new Submitted(request, status, sources.Approvers, [.. written.Select(f => f.Path)], commit);
    }

    /// <summary>Here it can still be mended by the one who asks.</summary>
    private void WarnOfSignature(SubmitInput input, string commit, DiagnosticBag bag)
    {
        var own = new DiagnosticBag();
        CaseReading.Read(input.Ticket, input.ConfigPath, new DraftedFiles(commits, commit), commits, own);
        foreach (var found in own.ToSorted().Where(d => d.Descriptor == ApprovalDiagnostics.Signature))
            bag.Add(
                found with
                {
                    Severity = Severity.Warning,
                    Help =
                        "nobody can approve it so: sign it with a key that is entered for you, `git commit --amend --no-edit -S`",
                }
            );
    }

    private const string NothingLeft =
        "the request was not written: fix what git reports and ask again, or write the files alone with `--no-commit`";

    private static bool IsTicket(SubmitInput input, DiagnosticBag bag)
    {
        if (TicketNumber.IsValid(input.Ticket))
            return true;
        bag.Report(
            RequestDiagnostics.Ticket,
            SourceLocation.OfFile(SourceText.Missing(input.Source.Path)),
            $"`{input.Ticket}` is not a ticket number",
            RequestDiagnostics.TicketHelp
        );
        return false;
    }

    /// <summary>What is decided on is read from the history: a request that is committed without what it rests on cannot be.</summary>
    private bool CanBeDecided(SubmitInput input, DiagnosticBag bag)
    {
        var committed = commits.Resolve("HEAD") is { } head ? new DraftedFiles(commits, head) : null;
        string[] needed = [input.ConfigPath, Approvers.Path];
        var missing = needed.FirstOrDefault(path => files.Exists(path) && committed?.Exists(path) != true);
        if (missing is not null)
            CaseReading.ReportNotCommitted(
                missing,
                "the file is in no commit yet, and what a request is decided by is read from the history",
                "commit the repository first: `git add -A` and `git commit`",
                bag
            );
        return missing is null;
    }

    /// <summary>The request as it will be written; null with a report when anything speaks against it.</summary>
    private ExceptionRequest? Check(
        SubmitInput input,
        GitIdentity requester,
        ExceptionSources sources,
        DiagnosticBag bag
    )
    {
        var defaults = new NewRequest(input.Ticket, requester, time.Now());
        var read = ExceptionRequestReader.Read(input.Source, sources.Config.ExceptionTypes.Values, defaults, bag);
        CheckExisting(input, sources, bag);
        CheckPerson(requester, sources, bag);
        if (read is null)
            return null;

        if (read.Request.Ticket != input.Ticket)
            bag.Report(
                RequestDiagnostics.Ticket,
                read.At("ticket"),
                $"the file holds the request `{read.Request.Ticket}`, not `{input.Ticket}`",
                "give the same ticket twice, or leave `ticket` out of the file"
            );
        RequestChecks.Run(
            read,
            sources.TypeOf(read.Request.Type),
            sources.Config,
            input.Organization,
            time.Today(),
            bag
        );
        UseChecks.Run(read, sources.Config, input.Use, time.Today(), bag);
        if (bag.HasErrors)
            return null;

        // Whoever writes it is the one who asks, whatever a file that was copied says.
        return read.Request with
        {
            Requester = requester,
            RequestedAt = time.Now(),
        };
    }

    private static void CheckPerson(GitIdentity requester, ExceptionSources sources, DiagnosticBag bag)
    {
        sources.DemandTarget(bag);
        if (sources.Lists.Now is { } approvers && Requesters.Unknown(requester, approvers) is { } problem)
            bag.Report(
                problem.Descriptor,
                SourceLocation.OfFile(SourceText.Missing(Approvers.Path)),
                problem.Message,
                problem.Help
            );
    }

    private void CheckExisting(SubmitInput input, ExceptionSources sources, DiagnosticBag bag)
    {
        var at = SourceLocation.OfFile(SourceText.Missing(RequestPaths.Request(input.Ticket)));
        CheckOtherSpellings(input, sources, at, bag);
        if (!files.Exists(at.Source.Path))
            return;
        if (!input.Replace)
            bag.Report(
                RequestDiagnostics.Exists,
                at,
                $"there is a request `{input.Ticket}` already",
                "`--replace` writes it anew, and what was decided on it is lost;"
                    + " `amigov exception extend` asks for more time"
            );
        else if (sources.ReadCase(input.Ticket, bag) is { WasImplemented: true })
            bag.Report(
                ApprovalDiagnostics.Decided,
                at,
                $"`{input.Ticket}` is implemented already",
                "open a new ticket, or ask for an extension"
            );
    }

    /// <summary>What was rejected or deleted under another spelling of the ticket is not asked for as if it were new.</summary>
    private void CheckOtherSpellings(SubmitInput input, ExceptionSources sources, SourceLocation at, DiagnosticBag bag)
    {
        var other = RequestFiles
            .Tickets(files)
            .FirstOrDefault(t => t != input.Ticket && TicketNumber.AreSame(t, input.Ticket));
        var gone = files.Exists(at.Source.Path) ? null : RequestHistory.Deleted(sources.History, input.Ticket);
        if (other is not null)
            bag.Report(
                RequestDiagnostics.Exists,
                at,
                $"`{input.Ticket}` is the ticket of the request `{other}`",
                "use that one, or open a new ticket"
            );
        else if (gone is not null && !input.Replace)
            bag.Report(
                RequestDiagnostics.Exists,
                at,
                $"the history has a request of this ticket that was deleted: `{gone}`",
                "`git log -- requests` tells what became of it; `--replace` asks anew all the same"
            );
    }

    private static string Message(ExceptionRequest request) =>
        $"""
            chore: Request AMI exception for account {request.Account} ({request.Ticket})

            - Account: {request.Account}
            - Type: {request.Type}, {Plural.Of(request.DurationDays, "day")}
            - Reason: {CommitText.Of(request.BusinessJustification)}
            - Requested by: {CommitText.Of(request.RequestedBy)}
            - Ticket: {request.Ticket}

            """;
}
