using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Proposals;

/// <summary>
/// Puts a checked change on its branch. A branch that holds it already is left as it is, one that holds something else is refused.
/// </summary>
internal sealed class ProposalBranch(
    ICommitReader commits,
    ICommitWriter writer,
    IGitRemote remotes,
    ProposalBase start,
    ProposalOptions options
)
{
    private readonly bool shares = start.HasRemote && options.Push;

    /// <summary>Null with a report when the branch must not be touched.</summary>
    public ProposedChange? Put(ProposedChange change, DiagnosticBag bag)
    {
        var local = commits.Resolve($"refs/heads/{change.Branch}");
        var shared = shares ? remotes.RemoteBranch(options.Remote, change.Branch) : null;
        if (writer.CurrentBranch() == change.Branch)
        {
            ReportCheckedOut(change, bag);
            return null;
        }

        var before = shared ?? local;
        if (before is null || options.Rebuild)
            return Make(change, local, shared);
        if (!Holds(before, change))
        {
            ReportOther(change, before, bag);
            return null;
        }

        var there = change with { CommitId = before, WasThere = true };
        return shares && shared is null ? Push(there, shared) : there with { Pushed = shared == before };
    }

    private ProposedChange Make(ProposedChange change, string? local, string? shared)
    {
        var made = writer.CommitOn(change.Branch, local, start.Files.Commit, start.Files.Changes, change.Message);
        var committed = change with { CommitId = made, Replaced = shared ?? local };
        return shares ? Push(committed, shared) : committed;
    }

    private ProposedChange Push(ProposedChange change, string? shared)
    {
        remotes.Push(options.Remote, change.Branch, shared);
        return change with { Pushed = true };
    }

    /// <summary>
    /// Whether a branch is one commit on top of the start that changes the same to the same; records carry the time, so they differ
    /// each time.
    /// </summary>
    private bool Holds(string branch, ProposedChange change) =>
        commits.Resolve($"{branch}^") == start.Files.Commit
        && start
            .Files.Changes.Where(c => !c.Path.StartsWith($"{RequestPaths.Folder}/", StringComparison.Ordinal))
            .All(c => DraftedFiles.Holds(commits, branch, c));

    private static void ReportCheckedOut(ProposedChange change, DiagnosticBag bag) =>
        bag.Report(
            ProposalDiagnostics.BranchExists,
            SourceLocation.OfFile(SourceText.Missing(change.Branch)),
            "the branch is checked out here, and would change under your hands",
            $"switch to another first: {SuggestedCommand.Of($"git switch {change.Target}")}"
        );

    private void ReportOther(ProposedChange change, string there, DiagnosticBag bag)
    {
        var at = CommitFacts.Short(there);
        bag.Report(
            ProposalDiagnostics.BranchExists,
            SourceLocation.OfFile(SourceText.Missing(change.Branch)),
            $"the branch is there already, at {at}, and is not this change on top of {start.Name}",
            $"{start.Name} has moved on since, or somebody changed the branch; `--rebuild` makes it anew from {start.Name}"
                + $" (what it holds stays reachable as {at})"
        );
    }
}
