using System.Collections.Immutable;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Reporting.Governance;

/// <summary>What needs a decision: the most dangerous first, each with the section that lists it.</summary>
internal static class GovernanceConcerns
{
    public static ImmutableArray<Cell> Of(GovernanceReport report) =>
        [
            .. Guarantees(report)
                .Concat(Images(report))
                .Concat(Rollout(report))
                .Concat(Exceptions(report))
                .Concat(Launches(report))
                .Concat(Uses(report))
                .OrderBy(c => c.Tone == Tone.Bad ? 0 : 1),
        ];

    private static IEnumerable<Cell> Guarantees(GovernanceReport report)
    {
        foreach (var result in report.Guarantees ?? [])
            if (result.Outcome is ProofOutcome.Refuted or ProofOutcome.NotProven)
                yield return new Cell(
                    $"guarantee {result.Number} is {result.Outcome.Words()}: {result.Title}",
                    result.Outcome == ProofOutcome.Refuted ? Tone.Bad : Tone.Unknown,
                    "#guarantees"
                );
    }

    private static IEnumerable<Cell> Images(GovernanceReport report)
    {
        if (report.Images is not { } images)
            yield break;
        var open = images.Of(FindingKind.Public);
        var snapshots = images.Of(FindingKind.PublicSnapshot);
        var shared = images.Of(FindingKind.SharedOutside) + images.Of(FindingKind.SharedWithOrganization);
        if (open > 0)
            yield return new Cell(
                $"{Plural.Of(open, "image")} of ours can be launched by everyone",
                Tone.Bad,
                "#images"
            );
        if (snapshots > 0)
            yield return new Cell($"{Plural.Of(snapshots, "image")} with a public snapshot", Tone.Bad, "#images");
        if (shared > 0)
            yield return new Cell(
                $"{Plural.Of(shared, "image")} shared beyond the organization",
                Tone.Warning,
                "#images"
            );
    }

    private static IEnumerable<Cell> Rollout(GovernanceReport report)
    {
        if (report.Status is not { } status)
            yield break;
        foreach (var drift in status.Drifts)
            yield return new Cell($"{drift.Between}: {drift.What}", Tone.Bad, "#drift");
        foreach (var gap in status.Gaps.Where(g => !g.IsGiven))
            yield return new Cell(
                $"{OrganizationProof.Describe(gap.Accounts)} not covered: {gap.Why}",
                Tone.Warning,
                "#coverage"
            );
    }

    private static IEnumerable<Cell> Exceptions(GovernanceReport report)
    {
        if (report.Exceptions is not { } exceptions)
            yield break;
        var expired = exceptions.Count(SpanState.Expired);
        if (expired > 0)
            yield return new Cell(
                $"{Plural.Of(expired, "exception")} past the end and still in the configuration",
                Tone.Bad,
                "#who-has-what-until-when"
            );
        var late = exceptions.Overdue.Select(o => o.Ticket).ToHashSet(StringComparer.Ordinal);
        var waiting = exceptions.Spans.Count(s => s.State == SpanState.Waiting && !late.Contains(s.Ticket));
        if (waiting > 0)
            yield return new Cell(
                $"{Plural.Of(waiting, "request waits", "requests wait")} for a decision or for the configuration",
                Tone.Warning,
                "#who-has-what-until-when"
            );
        foreach (var ticket in exceptions.Overdue.Select(o => o.Ticket).Distinct())
            yield return new Cell(
                $"the request {ticket} waits for longer than the service level",
                Tone.Warning,
                "#overdue"
            );
    }

    private static IEnumerable<Cell> Uses(GovernanceReport report)
    {
        var open = report.Impact?.Open.Count() ?? 0;
        if (open > 0)
            yield return new Cell(
                $"{Plural.Of(open, "finding")} on uses of images that would not launch again to decide on before enforcement",
                Tone.Bad,
                "#uses"
            );
    }

    private static IEnumerable<Cell> Launches(GovernanceReport report)
    {
        var open = report.Backtest?.Open.Count() ?? 0;
        if (open > 0)
            yield return new Cell(
                $"{Plural.Of(open, "finding")} on recorded launches to decide on before enforcement",
                Tone.Bad,
                "#by-owner"
            );
    }
}
