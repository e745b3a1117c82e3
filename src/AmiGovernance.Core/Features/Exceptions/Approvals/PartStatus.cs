using System.Collections.Immutable;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Exceptions.Approvals;

/// <summary>Where a request or an extension stands, by the decisions that count.</summary>
/// <param name="Approvals">By role as the type names it, at most one for each.</param>
/// <param name="Missing">The roles whose approval is missing.</param>
public sealed record PartStatus(
    RequestPart Part,
    ImmutableArray<Decision> Approvals,
    ImmutableArray<string> Missing,
    Decision? Rejection
)
{
    /// <summary>The approvals, then the rejection.</summary>
    public ImmutableArray<Decision> Decisions => Rejection is null ? Approvals : Approvals.Add(Rejection);

    /// <summary>When the last approval that was needed came; null while one is missing.</summary>
    public DateTimeOffset? ApprovedAt =>
        Rejection is null && Missing.IsEmpty && !Approvals.IsEmpty ? Approvals.Max(a => a.Record.At) : null;

    /// <summary>The least that vouches for any of the approvals; null without approvals, or where there is no history to ask.</summary>
    public Assurance? Assurance => Decision.LeastAssurance(Approvals);

    public DateTimeOffset? FirstDecisionAt => Decisions.Min(d => (DateTimeOffset?)d.Record.At);
}

/// <summary>A decision that counts.</summary>
/// <param name="Commit">Null where there is no history to ask.</param>
/// <param name="Assurance">What vouches for it; null where there is no history to ask.</param>
public sealed record Decision(string Role, RequestRecord Record, Person By, CommitFacts? Commit, Assurance? Assurance)
{
    /// <summary>Null without decisions, and where it is not known of one of them.</summary>
    public static Assurance? LeastAssurance(IEnumerable<Decision> decisions)
    {
        var all = decisions.Select(d => d.Assurance).ToList();
        return all.Contains(null) ? null : all.Min();
    }
}
