using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>Gathers everything that is known about one exception.</summary>
public static class ShowHistory
{
    /// <summary>Null with a report when there is neither an entry nor a request for the ticket.</summary>
    /// <param name="ticket">That of the entry or request.</param>
    /// <param name="configPath">The configuration's.</param>
    /// <param name="asOf">The day to look at, in UTC.</param>
    /// <param name="use">What is known of launches.</param>
    /// <param name="files">The working folder.</param>
    /// <param name="git">Null where there is no repository to ask.</param>
    /// <param name="bag">Takes what is wrong with the files.</param>
    public static ExceptionHistory? Run(
        string ticket,
        string configPath,
        DateOnly asOf,
        ImageUse use,
        IFileStore files,
        ICommitReader? git,
        DiagnosticBag bag
    )
    {
        if (ReadCases.Show(ticket, configPath, asOf, files, git, bag) is not var (overview, sources))
            return null;
        var commits = git is null || sources.History is null ? null : Commits(ticket, configPath, git);
        return new ExceptionHistory(overview, sources.Approvers, commits, Deployments(overview, files, bag), use);
    }

    private static ImmutableArray<GitCommit>? Commits(string ticket, string configPath, ICommitReader git)
    {
        if (git.Resolve("HEAD") is not { } head)
            return [];
        var ofRequest = git.Log(head, RequestPaths.Folder).Where(c => c.Changes.Any(p => IsOf(ticket, p.Path)));
        var ofEntry = git.Log(head, configPath).Where(c => c.Subject.Contains(ticket, StringComparison.Ordinal));
        return [.. ofRequest.Concat(ofEntry).DistinctBy(c => c.Facts.Id).Reverse().OrderBy(c => c.At)];
    }

    private static bool IsOf(string ticket, string path) =>
        path == RequestPaths.Request(ticket)
        || path.StartsWith($"{RequestPaths.Records(ticket)}/", StringComparison.Ordinal);

    private static ImmutableArray<DeploymentEntry> Deployments(
        ExceptionOverview overview,
        IFileStore files,
        DiagnosticBag bag
    )
    {
        var exception = overview.Request?.Case;
        if (exception?.Implementation(exception.Parts.First()) is not { } implemented)
            return [];
        var until = exception.End?.At ?? DateTimeOffset.MaxValue;
        var deployed = DeploymentRecord
            .Read(files, bag)
            .Entries.Where(e => e.Event == DeploymentEvent.Finished && e.At >= implemented.At && e.At <= until);
        return [.. deployed];
    }
}
