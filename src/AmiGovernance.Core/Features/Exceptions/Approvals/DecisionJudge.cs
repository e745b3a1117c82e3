using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>
/// Tells the decisions that count from those that do not, and says why: what cannot be traced to a commit of the person who is said
/// to have decided, or was touched later, is no decision.
/// </summary>
internal sealed class DecisionJudge
{
    private readonly ExceptionCase exception;
    private readonly FileHistory? history;
    private readonly ApproverLists lists;
    private readonly DiagnosticBag bag;
    private readonly ImmutableArray<LocatedRecord> sound;

    /// <param name="history">Null where there is none to ask: then what the files say is believed, and said to be unproven.</param>
    /// <param name="lists">Who could approve, and what vouches for them.</param>
    public DecisionJudge(ExceptionCase exception, FileHistory? history, ApproverLists lists, DiagnosticBag bag)
    {
        this.exception = exception;
        this.history = history;
        this.lists = lists;
        this.bag = bag;
        if (history is not null)
            LostRecords.Report(exception, history, bag);
        ReportUnchained();

        var trace = new RecordTrace(exception, history);
        var times = new RecordTimes(exception, history);
        times.ReportRequests(bag);
        sound = [.. exception.Records.Where(r => Keep(r.Source, trace.Problem(r) ?? times.Problem(r), bag))];
    }

    /// <summary>The decisions on one part that count, by those who held the roles.</summary>
    public PartStatus Judge(RequestPart part, ExceptionType type)
    {
        var findings = new DiagnosticBag();
        if (lists.Now is { } approvers)
            Keep(part.Source, Requesters.Unknown(part.Requester, approvers), bag);
        var isSigned = Keep(part.Source, Requesters.Unsigned(part, history, lists), bag);
        var counted = isSigned ? Counted(part, type, findings) : [];
        var approvals = counted.Where(d => d.Record.Event == RequestEvent.Approved).ToList();
        var roles = type
            .ApproverRoles.Select(role => (Role: role, Approval: approvals.Find(d => RoleName.AreSame(d.Role, role))))
            .ToList();
        ImmutableArray<string> missing = [.. roles.Where(r => r.Approval is null).Select(r => r.Role)];

        // What does not count is no error any more once others have decided as they must.
        bag.AddRange(findings.ToSorted().Select(d => missing.IsEmpty ? d with { Severity = Severity.Warning } : d));
        return new PartStatus(
            part,
            [.. roles.Select(r => r.Approval).OfType<Decision>()],
            missing,
            counted.Find(d => d.Record.Event == RequestEvent.Rejected)
        );
    }

    private List<Decision> Counted(RequestPart part, ExceptionType type, DiagnosticBag findings)
    {
        var counted = new List<Decision>();
        if (!exception.IsChained(part))
            return counted;

        foreach (var found in sound.Where(r => r.Record.IsDecision && r.Record.RequestDigest == part.Digest))
        {
            var (record, role) = (found.Record, found.Record.Role ?? "");
            var commit = history?.Bringing(found.Source, record.By);
            if (lists.For(commit) is not { } approvers)
                continue;
            var others = counted.Select(d => (d.Role, d.Record.By));
            var requesters = Requesters.Of(exception, part, history, approvers);
            var problem = DecisionRules.Check(type, approvers, role, record.By, requesters, others);
            if (!Keep(found.Source, problem, findings) || approvers.Find(record.By) is not { } person)
                continue;

            var rule = lists.Signature(
                approvers,
                person,
                commit,
                at => history?.Holds(at, part.Source, found.Source) == true
            );
            if (Keep(found.Source, rule.Check(commit), findings))
                counted.Add(new Decision(role, record, person, commit, commit is null ? null : rule.Of(commit)));
        }
        return counted;
    }

    private static bool Keep(SourceText source, DecisionProblem? problem, DiagnosticBag bag)
    {
        if (problem is not null)
            bag.Report(problem.Descriptor, SourceLocation.OfFile(source), problem.Message, problem.Help);
        return problem is null;
    }

    private void ReportUnchained()
    {
        foreach (var part in exception.Parts.Where(p => !exception.IsChained(p)))
            bag.Report(
                ApprovalDiagnostics.OtherVersion,
                SourceLocation.OfFile(part.Source),
                $"{part.Name} was asked for another version of what comes before it",
                "the request was changed since: ask for the extension again, and let it be decided on again"
            );
    }
}
