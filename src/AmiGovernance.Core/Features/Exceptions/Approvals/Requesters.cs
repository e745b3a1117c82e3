using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>
/// Who asked for a part: those whom the files name, and those whose commits wrote the files: else a request in the name of another
/// could be approved by the one who wrote it.
/// </summary>
internal static class Requesters
{
    /// <param name="history">Null where there is none to ask: then what the files say is believed.</param>
    /// <param name="approvers">Whose keys are known.</param>
    public static IEnumerable<GitIdentity> Of(
        ExceptionCase exception,
        RequestPart part,
        FileHistory? history,
        Approvers approvers
    ) => [exception.Request.Requester, part.Requester, .. Writers(exception, part, history, approvers)];

    /// <summary>Null for somebody whom the list knows; else two people who only look different could ask and decide.</summary>
    public static DecisionProblem? Unknown(GitIdentity requester, Approvers approvers) =>
        approvers.Find(requester) is not null
            ? null
            : new DecisionProblem(
                ApprovalDiagnostics.NotEntered,
                $"{requester} asks and is not listed in {Approvers.Path}",
                "enter everybody who may ask in `people`; only those who decide need a role"
            );

    /// <summary>
    /// Null where nothing more is known to be wrong. Where decisions must be signed, so must what they are on: an approver could ask in the
    /// name of a colleague else, and approve it.
    /// </summary>
    public static DecisionProblem? Unsigned(RequestPart part, FileHistory? history, ApproverLists lists)
    {
        if (history is null || history.Of(part.Source.Path).Commits.IsEmpty)
            return null;
        var commit = history.Bringing(part.Source, part.Requester);
        var approvers = commit is null ? lists.Now : lists.For(commit);
        if (approvers?.Find(part.Requester) is not { } person || lists.OfRequest(approvers, person) is not { } rule)
            return null;
        return commit is null ? NotTheirs(part) : rule.Check(commit);
    }

    private static DecisionProblem NotTheirs(RequestPart part) =>
        new(
            ApprovalDiagnostics.Signature,
            $"{part.Requester} is said to ask, and no commit of that person holds the request as it stands",
            "whoever asks commits the request, signed, with a key that is entered for that person"
        );

    private static IEnumerable<GitIdentity> Writers(
        ExceptionCase exception,
        RequestPart part,
        FileHistory? history,
        Approvers approvers
    ) =>
        new[] { exception.Source.Path, part.Source.Path }
            .Distinct()
            .SelectMany(path => history?.Of(path).Commits ?? [])
            .SelectMany(c => Makers(c.Commit, approvers));

    /// <summary>The author may be written by anybody; whose key signed has made it.</summary>
    private static IEnumerable<GitIdentity> Makers(CommitFacts commit, Approvers approvers) =>
        approvers
            .People.Where(p => p.HasSigned(commit))
            .SelectMany(p => p.Emails.Select(e => new GitIdentity(p.Name, e)))
            .Prepend(commit.Author);
}
