using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Proposals;

public sealed record ExtendInput(string Ticket, int Days, string Justification, string ConfigPath, bool Commit);

/// <param name="End">The new end, once it is approved and implemented.</param>
public sealed record Extended(
    ExtensionRequest Extension,
    string Path,
    DateOnly End,
    string? CommitId,
    CaseStatus Status,
    ExceptionSources Sources
);

/// <summary>Asks for more time for an exception that runs. The request stays as it was approved; the extension is chained to it.</summary>
public sealed class ExtendException(IFileStore files, IGit git, TimeProvider time)
{
    /// <summary>Null with a report when it cannot be asked for; nothing is written then.</summary>
    public Extended? Run(ExtendInput input, DiagnosticBag bag)
    {
        if (Caller.Identity(git, bag) is not { } by || Read(input, bag) is not var (sources, status))
            return null;
        if (End(input, sources.Config, status, bag) is not { } end || bag.HasErrors)
            return null;
        var (last, number) = (status.Newest.Part, status.Newest.Part.Number + 1);
        var extension = new ExtensionRequest
        {
            Ticket = input.Ticket,
            Number = number,
            DurationDays = input.Days,
            Justification = input.Justification,
            Requester = by,
            RequestedAt = time.Now(),
            Previous = last.Digest,
        };
        var path = RequestPaths.Extension(input.Ticket, number);
        if (!files.Write("", [new GeneratedFile(path, extension.ToJson())], bag))
            return null;
        var commit = input.Commit
            ? git.Commit(
                [path],
                $"""
                chore: Request extension {number} of AMI exception {input.Ticket}

                - Account: {status.Case.Request.Account}
                - Until: {end.Text()} ({Plural.Of(input.Days, "day")} more)
                - Reason: {Visible.Text(input.Justification)}
                - Ticket: {input.Ticket}

                """
            )
            : null;
        return RequestFiles.Read(input.Ticket, files, sources.Config.ExceptionTypes.Values, bag) is { } found
            ? new Extended(extension, path, end, commit, sources.Judge(found, git, new DiagnosticBag()), sources)
            : null;
    }

    private (ExceptionSources, CaseStatus)? Read(ExtendInput input, DiagnosticBag bag)
    {
        if (git.Resolve("HEAD") is { } head)
            return CaseReading.AtCommit(
                input.Ticket,
                input.ConfigPath,
                new CommittedFiles(git, head),
                "the history",
                files,
                git,
                bag
            );
        GitDiagnostics.Report(new GitException("git", "there is no commit yet"), bag);
        return null;
    }

    private static DateOnly? End(ExtendInput input, GovernanceConfig config, CaseStatus status, DiagnosticBag bag)
    {
        var (at, ticket) = (SourceLocation.OfFile(status.Newest.Part.Source), input.Ticket);
        if (
            status.State != RequestState.Implemented
            && !(status.State == RequestState.Rejected && status.Newest.Part.Number > 0)
        )
        {
            bag.Report(
                ApprovalDiagnostics.Decided,
                at,
                status.State == RequestState.Ended
                    ? $"{ticket} has ended"
                    : $"{status.Newest.Part.Name} of {ticket} is {CaseStatus.StateNames[(int)status.State].Replace('_', ' ')}",
                status.State == RequestState.Ended
                    ? "ask for a new exception"
                    : "what is asked for must be decided on and implemented before more can be asked for"
            );
            return null;
        }
        if (EntryCheck.EndOf(status.Case) is not { } now || status.Parts[0].ApprovedAt is not { } approved)
            return null;
        var (end, most) = (now.AddDays(input.Days), RequestChecks.MaxDays(config, status.Case.Request.Type));
        var total = end.DayNumber - approved.Day().DayNumber;
        if (total > most)
            bag.Report(
                RequestDiagnostics.TooLong,
                at,
                $"with {Plural.Of(input.Days, "day")} more the exception would last {Plural.Of(total, "day")}; of type `{status.Case.Request.Type}` it may last {most} in all",
                most - (now.DayNumber - approved.Day().DayNumber) is > 0 and var left
                    ? $"{Plural.Of(left, "day")} are left"
                    : "no time is left: move to approved images, or ask for a new exception with reasons of its own"
            );
        return end;
    }
}
