using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Handover;

/// <summary>The files of an export on a branch of its own.</summary>
/// <param name="Target">The branch to merge into.</param>
/// <param name="Paths">What the commit changes.</param>
public sealed record ProposedExport(string Branch, string Target, ImmutableArray<string> Paths)
{
    public required string CommitId { get; init; }

    /// <summary>What the carrier leaves as it is and somebody must undo.</summary>
    public ImmutableArray<string> ByHand { get; init; } = [];

    /// <summary>Whether the remote has it; without a remote it is only here.</summary>
    public bool Pushed { get; init; }
}

/// <summary>
/// Commits the files of an export on a branch, on top of the commit that is checked out, and pushes it. Working folder and index are not
/// touched.
/// </summary>
/// <param name="commits">The branch starts from one of them.</param>
/// <param name="writer">Makes the branch.</param>
/// <param name="remotes">Shares it.</param>
/// <param name="today">The day (UTC) for which the policies must be generated.</param>
public sealed class ProposeExport(ICommitReader commits, ICommitWriter writer, IGitRemote remotes, DateOnly today)
{
    /// <summary>Which remote shares the branch.</summary>
    public const string Remote = "origin";

    /// <summary>Beside the export: changed before the commit is made.</summary>
    public Action<IFileStore> Prepare { get; init; } = _ => { };

    /// <summary>Null with a report when the export cannot be made, or the branch is there already.</summary>
    /// <param name="request">What is exported.</param>
    /// <param name="beside">One file more in the folder of the export.</param>
    /// <param name="branch">Its name.</param>
    /// <param name="message">The commit's.</param>
    /// <param name="bag">Takes the report.</param>
    /// <exception cref="GitException">There is no repository, git fails, or the remote does not answer.</exception>
    public ProposedExport? Run(
        ExportRequest request,
        GeneratedFile beside,
        string branch,
        string message,
        DiagnosticBag bag
    )
    {
        var shares = remotes.RemoteUrl(Remote) is not null;
        if (commits.Resolve("HEAD") is not { } head || IsThere(branch, shares, bag))
            return null;
        var files = new DraftedFiles(commits, head);
        if (new ExportPolicies(files, commits, today).Run(request, bag) is not { } export)
            return null;
        new WriteExport(files).Run(export, bag);
        files.Write(export.Folder, [beside], bag);
        Prepare(files);
        if (bag.HasErrors)
            return null;

        var commit = writer.CommitOn(branch, null, head, files.Changes, message);
        if (shares)
            remotes.Push(Remote, branch, null);
        var target = remotes.DefaultBranch(Remote);
        return new ProposedExport(branch, target, [.. files.Changes.Select(c => c.Path)])
        {
            CommitId = commit,
            ByHand = export.ByHand ?? [],
            Pushed = shares,
        };
    }

    private bool IsThere(string branch, bool shares, DiagnosticBag bag)
    {
        var there = commits.Resolve($"refs/heads/{branch}") ?? (shares ? remotes.RemoteBranch(Remote, branch) : null);
        if (there is null)
            return false;
        bag.Report(
            ProposalDiagnostics.BranchExists,
            SourceLocation.OfFile(SourceText.Missing(branch)),
            $"the branch is there already, at {CommitFacts.Short(there)}",
            "merge or close what it proposes, and delete it here and in the remote"
        );
        return true;
    }
}
