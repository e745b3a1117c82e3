using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions;

/// <param name="Approvers">Null when there is no list of approvers.</param>
/// <param name="Commits">The oldest first: those of the request's files, and those of the configuration that name the ticket. Null without git.</param>
/// <param name="Use">What is known of launches, whoever launched.</param>
/// <param name="Deployments">What was deployed while the exception was in the configuration, the oldest first.</param>
public sealed record ExceptionStory(
    ExceptionOverview Overview,
    Approvers? Approvers,
    ImmutableArray<GitCommit>? Commits,
    ImmutableArray<DeploymentEntry> Deployments,
    ImageUse Use
)
{
    /// <summary>Null when the exception has no account yet.</summary>
    public AccountId? Account => Overview.Request?.Case.Request.Account ?? Overview.Entry?.Exception.AccountId;

    /// <summary>Launches while the exception was in force; before it is, all.</summary>
    public UseAnswer Answer(DateOnly asOf) =>
        Account is not { } account ? new UseAnswer(UseState.NotLooked)
        : Overview.Start is { } start ? Use.Answer(account, start, Overview.End < asOf ? Overview.End : asOf.AddDays(1))
        : Use.Answer(account, null, null);
}

/// <summary>Gathers everything that is known about one exception.</summary>
public static class TellStory
{
    /// <summary>Null with a report when there is neither an entry nor a request for the ticket.</summary>
    public static ExceptionStory? Run(
        string ticket,
        string configPath,
        DateOnly asOf,
        ImageUse use,
        IFileStore files,
        IGit? git,
        DiagnosticBag bag
    )
    {
        if (ReadCases.Show(ticket, configPath, asOf, files, git, bag) is not var (overview, sources))
            return null;
        return new ExceptionStory(
            overview,
            sources.Approvers,
            Commits(ticket, configPath, sources, git),
            Deployments(overview, files, bag),
            use
        );
    }

    private static ImmutableArray<GitCommit>? Commits(
        string ticket,
        string configPath,
        ExceptionSources sources,
        IGit? git
    )
    {
        if (git is null || sources.History is null)
            return null;
        if (git.Resolve("HEAD") is not { } head)
            return [];
        var ofRequest = git.Log(head, RequestPaths.Folder)
            .Where(c =>
                c.Changes.Any(p =>
                    p.Path == RequestPaths.Request(ticket)
                    || p.Path.StartsWith($"{RequestPaths.Records(ticket)}/", StringComparison.Ordinal)
                )
            );
        var ofEntry = git.Log(head, configPath).Where(c => c.Subject.Contains(ticket, StringComparison.Ordinal));
        return [.. ofRequest.Concat(ofEntry).DistinctBy(c => c.Facts.Id).Reverse().OrderBy(c => c.At)];
    }

    private static ImmutableArray<DeploymentEntry> Deployments(
        ExceptionOverview overview,
        IFileStore files,
        DiagnosticBag bag
    )
    {
        if (
            overview.Request?.Case is not { } exception
            || exception.Implementation(exception.Parts.First()) is not { } implemented
        )
            return [];
        return
        [
            .. DeploymentRecord
                .Read(files, bag)
                .Entries.Where(e =>
                    e.Event == DeploymentEvent.Finished
                    && e.At >= implemented.At
                    && (exception.End is not { } end || e.At <= end.At)
                ),
        ];
    }
}
