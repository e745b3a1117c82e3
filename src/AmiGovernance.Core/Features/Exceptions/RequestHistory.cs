using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Which commits touched the files of the requests.</summary>
internal static class RequestHistory
{
    private static readonly FileHistory NoCommit = new(ImmutableDictionary<string, Provenance>.Empty, (_, _) => null);

    public static FileHistory Read(ICommitReader git, string commit)
    {
        var touched = git.Log(commit, RequestPaths.Folder)
            .SelectMany(made => made.Changes.Select(c => (c.Path, Commit: (made.Facts, c.Change))))
            .GroupBy(t => t.Path, t => t.Commit, StringComparer.Ordinal);
        var branch = ProtectedHistory.Of(git, commit);
        return new FileHistory(
            touched.ToImmutableDictionary(f => f.Key, f => new Provenance([.. f]), StringComparer.Ordinal),
            git.Read
        )
        {
            HasCommits = true,
            Protected = branch,
            Host = HostApprovals.Of(git, branch),
        };
    }

    /// <summary>
    /// The history of what is checked out; null with an error where it cannot be read, for what is not known proves nothing. Null
    /// without a report where there is no repository to ask.
    /// </summary>
    /// <param name="revision">Whose history, as git takes it.</param>
    /// <param name="severity">A warning where nothing rests on it.</param>
    /// <param name="isNew">Whether nobody has asked for anything yet: then there may be no repository yet either.</param>
    public static FileHistory? TryRead(
        ICommitReader? git,
        DiagnosticBag bag,
        string revision = "HEAD",
        Severity severity = Severity.Error,
        bool isNew = false
    )
    {
        if (git is null)
            return null;
        try
        {
            return git.Resolve(revision) is { } head ? Read(git, head) : NoCommit;
        }
        catch (GitException e)
        {
            var how = isNew && e.IsNoRepository ? Severity.Warning : severity;
            GitDiagnostics.Report(e, bag, how, "without its history nobody can tell who decided");
            return null;
        }
    }

    /// <summary>
    /// The path of a request of the ticket, however it is spelled, that was there and is not any more; null when there is none.
    /// </summary>
    public static string? Deleted(FileHistory? history, string ticket)
    {
        var requests = history?.Files.Keys.Where(p =>
            RequestPaths.TicketOf(p) is { } t && TicketNumber.AreSame(t, ticket)
        );
        return requests?.Order(StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>An error where decisions are to be judged and there is no branch to judge them by.</summary>
    public static void DemandTarget(FileHistory history, DiagnosticBag bag)
    {
        if (history.Protected is null)
            bag.Report(
                ApprovalDiagnostics.NoTarget,
                SourceLocation.OfFile(SourceText.Missing(Approvers.Path)),
                "which branch the changes are merged into is not known, and so not whose word counts",
                "`git remote set-head origin --auto` asks the remote; or set AMIGOV_TARGET_BRANCH to its name, such as `main`; and fetch it"
            );
    }
}
