using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Proposals;

/// <param name="Days">How many more.</param>
/// <param name="Commit">Else the file is only written.</param>
public sealed record ExtendInput(string Ticket, int Days, string Justification, string ConfigPath, bool Commit);

/// <param name="End">The new end, once it is approved and implemented.</param>
/// <param name="CommitId">Null when nothing was committed.</param>
public sealed record Extended(
    ExtensionRequest Extension,
    string Path,
    DateOnly End,
    string? CommitId,
    CaseStatus Status,
    Approvers Approvers
);

/// <summary>Asks for more time for an exception that runs. The request stays as it was approved; the extension is chained to it.</summary>
/// <param name="files">The working folder.</param>
/// <param name="commits">What is extended stands there.</param>
/// <param name="writer">Says who asks, and commits the extension.</param>
/// <param name="time">Says when.</param>
public sealed class ExtendException(IFileStore files, ICommitReader commits, ICommitWriter writer, TimeProvider time)
{
    /// <summary>Null with a report when it cannot be asked for; nothing is written then.</summary>
    /// <param name="input">What is asked for.</param>
    /// <param name="bag">Takes why not.</param>
    public Extended? Run(ExtendInput input, DiagnosticBag bag)
    {
        if (
            Caller.Identity(writer, bag) is not { } by
            || Read(input, bag) is not { } found
            || ExtensionTerms.End(input, found.Sources, found.Status, time.Today(), bag) is not { } end
            || bag.HasErrors
        )
            return null;

        var last = found.Status.Newest.Part;
        var extension = new ExtensionRequest
        {
            Ticket = input.Ticket,
            Number = last.Number + 1,
            DurationDays = input.Days,
            Justification = input.Justification,
            Requester = by,
            RequestedAt = time.Now(),
            Previous = last.Digest,
        };
        var path = RequestPaths.Extension(input.Ticket, extension.Number);
        var message = input.Commit ? Message(extension, found.Status.Case.Request.Account, end) : null;
        var file = new GeneratedFile(path, extension.ToJson());
        if (!CommitFiles.TryWrite(files, writer, [file], message, NothingLeft, bag, out var commit))
            return null;
        var located = new LocatedExtension(extension, new SourceText(path, file.Bytes));
        var asked = found.Status.Case with { Extensions = found.Status.Case.Extensions.Add(located) };
        var status = found.Sources.JudgeQuietly(asked);
        return new Extended(extension, path, end, commit, status, found.Approvers);
    }

    private const string NothingLeft = "the extension was not written: fix what git reports, and ask again";

    private CommittedCase? Read(ExtendInput input, DiagnosticBag bag)
    {
        if (commits.Resolve("HEAD") is { } head)
        {
            var committed = new DraftedFiles(commits, head);
            return CaseReading.AtCommit(input.Ticket, input.ConfigPath, committed, "the history", files, commits, bag);
        }
        GitDiagnostics.Report(new GitException("git", "there is no commit yet"), bag);
        return null;
    }

    private static string Message(ExtensionRequest extension, AccountId account, DateOnly end) =>
        $"""
            chore: Request extension {extension.Number} of AMI exception {extension.Ticket}

            - Account: {account}
            - Until: {end.Text()} ({Plural.Of(extension.DurationDays, "day")} more)
            - Reason: {CommitText.Of(extension.Justification)}
            - Ticket: {extension.Ticket}

            """;
}
