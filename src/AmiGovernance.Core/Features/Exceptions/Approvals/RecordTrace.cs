using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>Whether a record is what was written, for the request as it stands, by the person that it names.</summary>
/// <param name="history">Null where there is none to ask: then what the files say is believed.</param>
internal sealed class RecordTrace(ExceptionCase exception, FileHistory? history)
{
    public const string Restore = "restore it from version control, or let the decision be made again";

    /// <summary>Null for a record that can be believed.</summary>
    public DecisionProblem? Problem(LocatedRecord found)
    {
        var problem = Untrue(found.Record) ?? OtherVersion(found.Record);
        return problem is null && found.Record.IsDecision ? Untraceable(found) : problem;
    }

    private DecisionProblem? Untrue(RequestRecord record)
    {
        if (record.ComputeDigest() != record.Digest)
            return Forged("the record was changed after it was written");
        return record.Ticket == exception.Ticket ? null : Forged($"the record belongs to {record.Ticket}");
    }

    private DecisionProblem? OtherVersion(RequestRecord record)
    {
        if (exception.Parts.Any(p => p.Digest == record.RequestDigest))
            return null;
        var version = ContentDigest.Short(record.RequestDigest);
        return new DecisionProblem(
            ApprovalDiagnostics.OtherVersion,
            $"{record.By.Name} {record.EventName} version {version}, which is not the request as it stands",
            "the request was changed since: it must be decided on again"
        );
    }

    private DecisionProblem? Untraceable(LocatedRecord found)
    {
        if (history is null || history.Bringing(found.Source, found.Record.By) is not null)
            return null;

        var provenance = history.Of(found.Source.Path);
        if (provenance.Commits.IsEmpty)
            return new DecisionProblem(
                ApprovalDiagnostics.NotCommitted,
                "the record is not committed",
                "it counts once the person who decided has committed it"
            );

        var (by, newest) = (found.Record.By, $"commit {provenance.Newest.ShortId} of {provenance.Newest.Author}");
        if (provenance.By(by).Any())
            return Forged($"the record is not what {by} committed; {newest} touched it last");
        return Forged(
            $"the record says that {by} decided, but {newest} brought it",
            "only a commit of the person who decides counts; a squashed merge loses that person"
        );
    }

    private static DecisionProblem Forged(string message, string help = Restore) =>
        new(ApprovalDiagnostics.Forged, message, help);
}
