using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>
/// Tells the decisions that count from those that do not, and says why: what cannot be traced to a commit of the person who is said
/// to have decided, or was touched later, is no decision.
/// </summary>
public sealed class DecisionJudge
{
    private const string Restore = "restore it from version control, or let the decision be made again";

    private readonly ExceptionCase exception;
    private readonly FileHistory? history;
    private readonly DiagnosticBag bag;
    private readonly ImmutableArray<LocatedRecord> sound;

    /// <param name="history">Null where there is none to ask: then what the files say is believed.</param>
    public DecisionJudge(ExceptionCase exception, FileHistory? history, DiagnosticBag bag)
    {
        this.exception = exception;
        this.history = history;
        this.bag = bag;
        ReportMissing();
        ReportUnchained();
        sound =
        [
            .. exception.Records.Where(r =>
                Keep(r, Untrue(r) ?? OtherVersion(r) ?? (r.Record.IsDecision ? Untraceable(r) : null), bag)
            ),
        ];
    }

    /// <summary>The decisions on one part that count, by those who held the roles.</summary>
    public PartStatus Judge(RequestPart part, ExceptionType type, Approvers approvers)
    {
        var (counted, own) = (new List<Decision>(), new DiagnosticBag());
        foreach (
            var found in sound.Where(r =>
                IsChained(part) && r.Record.IsDecision && r.Record.RequestDigest == part.Digest
            )
        )
        {
            var (record, role) = (found.Record, found.Record.Role ?? "");
            var problem = DecisionRules.Check(
                type,
                approvers,
                role,
                record.By,
                Requesters(part),
                counted.Select(d => (d.Role, d.Record.By))
            );
            var commit = history?.Bringing(found.Source, record.By);
            if (
                !Keep(found, problem, own)
                || approvers.Find(record.By) is not { } person
                || !Keep(found, SignatureProblem(commit, person, approvers), own)
            )
                continue;
            counted.Add(new Decision(role, record, person, commit));
        }
        var roles = type
            .ApproverRoles.Select(role =>
                (
                    Role: role,
                    Approval: counted.FirstOrDefault(d =>
                        d.Record.Event == RequestEvent.Approved && RoleName.AreSame(d.Role, role)
                    )
                )
            )
            .ToList();
        ImmutableArray<string> missing = [.. roles.Where(r => r.Approval is null).Select(r => r.Role)];
        // What does not count is no error any more once others have decided as they must.
        bag.AddRange(own.ToSorted().Select(d => missing.IsEmpty ? d with { Severity = Severity.Warning } : d));
        return new PartStatus(
            part,
            [.. roles.Select(r => r.Approval).OfType<Decision>()],
            missing,
            counted.FirstOrDefault(d => d.Record.Event == RequestEvent.Rejected)
        );
    }

    /// <summary>
    /// Who asked for a part: those whom the files name, and those whose commits wrote the files: else a request in the name of another
    /// could be approved by the one who wrote it.
    /// </summary>
    public IEnumerable<GitIdentity> Requesters(RequestPart part) =>
        [
            exception.Request.Requester,
            part.Requester,
            .. new[] { exception.Source.Path, part.Source.Path }
                .Distinct()
                .SelectMany(p => history?.Of(p).Commits ?? [])
                .Select(c => c.Commit.Author),
        ];

    private static bool Keep(LocatedRecord found, DecisionProblem? problem, DiagnosticBag bag)
    {
        if (problem is not null)
            bag.Report(problem.Descriptor, SourceLocation.OfFile(found.Source), problem.Message, problem.Help);
        return problem is null;
    }

    /// <summary>
    /// A rejection that is deleted would be none; a record that nobody but its forger ever committed may go. A merge can drop a file
    /// without any commit that deletes it, so what counts is what was ever there.
    /// </summary>
    private void ReportMissing()
    {
        var there = exception
            .Records.Select(r => r.Source.Path)
            .Concat(exception.Extensions.Select(e => e.Source.Path))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (path, provenance) in history?.Files ?? [])
            if (
                path.StartsWith($"{RequestPaths.Records(exception.Ticket)}/", StringComparison.Ordinal)
                && !there.Contains(path)
                && WasTrue(path, provenance)
            )
                bag.Report(
                    ApprovalDiagnostics.Forged,
                    SourceLocation.OfFile(SourceText.Missing(path)),
                    $"the record is gone; {(provenance.IsDeleted ? $"commit {provenance.Newest.ShortId} of {provenance.Newest.Author} deleted it" : $"commit {provenance.Newest.ShortId} of {provenance.Newest.Author} had it")}",
                    Restore
                );
    }

    private bool WasTrue(string path, Provenance provenance) =>
        provenance
            .Commits.Where(c => c.Change != "D")
            .Select(c => history?.ReadAt(c.Commit, path))
            .OfType<SourceText>()
            .Any(then =>
                RequestRecordReader.ReadRecord(then, new DiagnosticBag()) is { } record
                && record.ComputeDigest() == record.Digest
                && history?.Bringing(then, record.By) is not null
            );

    private bool IsChained(RequestPart part) =>
        part.Number == 0
        || exception.Extensions.First(e => e.Extension.Number == part.Number).Extension.Previous
            == exception.Parts.First(p => p.Number == part.Number - 1).Digest;

    private void ReportUnchained()
    {
        foreach (var part in exception.Parts.Where(p => !IsChained(p)))
            bag.Report(
                ApprovalDiagnostics.OtherVersion,
                SourceLocation.OfFile(part.Source),
                $"{part.Name} was asked for another version of what comes before it",
                "the request was changed since: ask for the extension again, and let it be decided on again"
            );
    }

    private DecisionProblem? Untrue(LocatedRecord found) =>
        found.Record.ComputeDigest() != found.Record.Digest
            ? new DecisionProblem(ApprovalDiagnostics.Forged, "the record was changed after it was written", Restore)
        : found.Record.Ticket != exception.Ticket
            ? new DecisionProblem(ApprovalDiagnostics.Forged, $"the record belongs to {found.Record.Ticket}", Restore)
        : null;

    private DecisionProblem? OtherVersion(LocatedRecord found) =>
        exception.Parts.Any(p => p.Digest == found.Record.RequestDigest)
            ? null
            : new DecisionProblem(
                ApprovalDiagnostics.OtherVersion,
                $"{found.Record.By.Name} {found.Record.EventName} version {ContentDigest.Short(found.Record.RequestDigest)}, which is not the request as it stands",
                "the request was changed since: it must be decided on again"
            );

    private DecisionProblem? Untraceable(LocatedRecord found)
    {
        if (
            history?.Of(found.Source.Path) is not { } provenance
            || history.Bringing(found.Source, found.Record.By) is not null
        )
            return null;
        if (provenance.Commits.IsEmpty)
            return new DecisionProblem(
                ApprovalDiagnostics.NotCommitted,
                "the record is not committed",
                "it counts once the person who decided has committed it"
            );
        var newest = $"commit {provenance.Newest.ShortId} of {provenance.Newest.Author}";
        return provenance.By(found.Record.By).Any()
            ? new DecisionProblem(
                ApprovalDiagnostics.Forged,
                $"the record is not what {found.Record.By} committed; {newest} touched it last",
                Restore
            )
            : new DecisionProblem(
                ApprovalDiagnostics.Forged,
                $"the record says that {found.Record.By} decided, but {newest} brought it",
                "only a commit of the person who decides counts; a squashed merge loses that person"
            );
    }

    /// <summary>Anybody can sign with a key of their own: a signature tells something only when its key is entered for the person.</summary>
    private static DecisionProblem? SignatureProblem(CommitFacts? commit, Person person, Approvers approvers)
    {
        if (commit is null)
            return null;
        var problem =
            !approvers.RequireSignedCommits && person.SigningKeys.IsEmpty && commit.Signature != CommitSignature.Bad
                ? null
                : commit.Signature switch
                {
                    CommitSignature.Bad => "has a bad signature",
                    CommitSignature.None => "is not signed",
                    CommitSignature.Expired => "has an expired signature",
                    CommitSignature.Unchecked => "is signed by a key that this machine does not know",
                    _ when person.SigningKeys.IsEmpty =>
                        $"is signed, but no key of {person.Name} is entered to compare with",
                    _ when !person.SigningKeys.Intersect(commit.SigningKeys, StringComparer.OrdinalIgnoreCase).Any() =>
                        $"is signed by `{string.Join(", ", commit.SigningKeys)}`, which is no key of {person.Name}",
                    _ => null,
                };
        return problem is null
            ? null
            : new DecisionProblem(
                ApprovalDiagnostics.Signature,
                $"commit {commit.ShortId} {problem}",
                $"{Approvers.Path} asks for a signature here; `git log --show-signature` shows what git sees"
            );
    }
}
