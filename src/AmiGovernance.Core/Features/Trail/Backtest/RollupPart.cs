using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>What one decision on an owner of images would settle, in reports.</summary>
/// <param name="Owner">As `ec2:Owner` has it.</param>
/// <param name="Kind">Who that is.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Settles">Open findings that end with the decision.</param>
/// <param name="Count">Launches, or uses.</param>
/// <param name="Accounts">That launch its images, or have what does.</param>
/// <param name="Action">The decision in a few words.</param>
/// <param name="Command">Ready to run but for the reason; left out where no one command does it.</param>
public sealed record RollupPart(
    string Owner,
    [OneOf<OwnerKind>] string Kind,
    string? Name,
    long Settles,
    long Count,
    ImmutableArray<string> Accounts,
    string Action,
    string? Command
)
{
    public static ImmutableArray<RollupPart> Of(ImmutableArray<OwnerRollup> rollups) => [.. rollups.Select(Of)];

    private static RollupPart Of(OwnerRollup rollup) =>
        new(
            rollup.Owner,
            rollup.Kind.Name(),
            rollup.Name.IfAny(),
            rollup.Settles,
            rollup.Count,
            rollup.Accounts,
            rollup.Action,
            rollup.Command.ToString().IfAny()
        );
}

/// <param name="Outcome">Left out when something must be found out first.</param>
/// <param name="Why">In one sentence.</param>
/// <param name="Command">To run once the ticket is filled in; a request asks for what else it lacks.</param>
/// <param name="Message">To the owner of the account.</param>
public sealed record AdvicePart([OneOf<TriageOutcome>] string? Outcome, string Why, string? Command, string? Message)
{
    public static AdvicePart Of(Advice advice) =>
        new(advice.Outcome?.Name(), advice.Why, advice.Command.ToString().IfAny(), advice.Message.IfAny());
}

/// <summary>What people decided about a finding.</summary>
/// <param name="Finding">Its id.</param>
/// <param name="Verdict">The worst known of its calls: closed for undecided ones holds for no others. Left out for any.</param>
/// <param name="Outcome">Left out while nobody has decided.</param>
/// <param name="State">Closed when nothing is left to do.</param>
/// <param name="Reason">Why.</param>
/// <param name="Ticket">Where it is worked on.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="DecidedOn">The day (UTC).</param>
public sealed record TriagePart(
    string Finding,
    [OneOf<Verdict>] string? Verdict,
    [OneOf<TriageOutcome>] string? Outcome,
    [OneOf<TriageState>] string State,
    string? Reason,
    string? Ticket,
    string? DecidedBy,
    DateOnly? DecidedOn
)
{
    public static TriagePart? Of(TriageEntry? entry) =>
        entry is null
            ? null
            : new TriagePart(
                entry.Finding,
                entry.Verdict?.Name(),
                entry.Outcome?.Name(),
                entry.State.Name(),
                entry.Reason.IfAny(),
                entry.Ticket.IfAny(),
                entry.DecidedBy.IfAny(),
                entry.DecidedOn
            );
}

/// <summary>What was decided on the findings of a backtest.</summary>
/// <param name="Entries">One for each file of the folder.</param>
/// <param name="NotRead">Files with mistakes, whose entries are missing above.</param>
public sealed record TriageDocument(ImmutableArray<TriagePart> Entries, ImmutableArray<string> NotRead) : ReportDocument
{
    public static TriageDocument Of(IEnumerable<TriageEntry> entries, ImmutableArray<string> notRead) =>
        new([.. entries.Select(e => TriagePart.Of(e)!)], notRead);
}
