using System.Collections.Immutable;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Charts;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Reporting.Governance;

/// <summary>The state of governance as a page. Each number leads to its list; lists are those of the commands.</summary>
internal static class GovernancePage
{
    public static Page Of(GovernanceReport report)
    {
        var concerns = GovernanceConcerns.Of(report);
        return new Page("AMI governance")
        {
            Answer = Answer(report, concerns),
            About = [.. About(report)],
            Figures = [.. Figures(report)],
            Sections = [.. Sections(report, concerns)],
            NotLookedAt = [.. report.NotRead, .. report.NotAsked],
        };
    }

    /// <summary>Where each section stands in the console.</summary>
    private static readonly (string Place, string[] Sections)[] Places =
    [
        ("/organization", ["targets", "drift", "coverage", "exceptions-that-end", "other-writers"]),
        ("/guarantees", ["guarantees"]),
        ("/findings", ["by-owner", "findings", "use-of-the-allow-list"]),
        ("/exceptions", ["who-has-what-until-when", "overdue", "by-team", "by-month", "service-levels", "summary"]),
        ("/images", ["images"]),
        ("/deployments", ["deployments"]),
    ];

    /// <summary>What leads to the other pages of the console: their lists are not repeated.</summary>
    public static Page Overview(GovernanceReport report)
    {
        var page = Of(report);
        var elsewhere = Places
            .SelectMany(p => p.Sections.Select(s => (s, p.Place)))
            .ToDictionary(p => p.s, p => p.Place);
        string? To(string? link) =>
            link?.TrimStart('#') is { } id && elsewhere.TryGetValue(id, out var place) ? $"{place}#{id}" : link;
        return page with
        {
            Answer = page.Answer! with { Link = To(page.Answer.Link) },
            Figures = [.. page.Figures.Select(f => f with { Section = To(f.Section) })],
            Sections =
            [
                .. page
                    .Sections.Where(s => !elsewhere.ContainsKey(s.Id))
                    .Select(s =>
                        s with
                        {
                            Blocks =
                            [
                                .. s.Blocks.Select(b =>
                                    b is Points points
                                        ? new Points([.. points.Items.Select(i => i with { Link = To(i.Link) })])
                                        : b
                                ),
                            ],
                        }
                    ),
            ],
        };
    }

    public static Cell Answer(GovernanceReport report, ImmutableArray<Cell> concerns)
    {
        if (!concerns.IsEmpty)
        {
            var worst = concerns.Any(c => c.Tone == Tone.Bad) ? Tone.Bad : Tone.Warning;
            return new Cell($"{Plural.Of(concerns.Length, "thing")} to decide on", worst, "#decide");
        }
        return report.NotRead.IsEmpty && report.NotAsked.IsEmpty
            ? new Cell("Nothing needs a decision", Tone.Good)
            : new Cell(Unseen(report), Tone.Unknown, "#not-looked-at");
    }

    private static string Unseen(GovernanceReport report) =>
        report is { Status: null, Exceptions: null, Guarantees: null, Backtest: null, Images: null }
            ? "Nothing was looked at"
            : "Nothing of what was looked at needs a decision";

    private static IEnumerable<string> About(GovernanceReport report)
    {
        yield return $"as of {report.AsOf.Text()} (UTC), made {report.At.MinuteText()}";
        if (report.Status is { } status)
            yield return $"organization {status.Organization.Id}";
        foreach (var note in report.Status?.Notes ?? [])
            yield return note;
        if (report.Images is { } images)
            yield return $"images: {images.Scan}";
        if (report.Backtest is { } backtest)
            yield return $"launches: {LedgerText.Read(backtest.Ledger, backtest.Unit)}";
    }

    private static IEnumerable<Figure> Figures(GovernanceReport report)
    {
        if (report.Status is { } status)
            foreach (var figure in StatusPage.Figures(status).Take(4))
                yield return figure;
        else
            yield return new Figure("?", "accounts covered: not looked at", Tone.Unknown, "not-looked-at");
        yield return Proven(report);
        yield return report.Exceptions is { } exceptions
            ? new Figure(
                Cell.Of(exceptions.Count(SpanState.Running)).Text,
                "exceptions running",
                Section: "who-has-what-until-when"
            )
            : new Figure("?", "exceptions: not looked at", Tone.Unknown, "not-looked-at");
        yield return report.Backtest is { } backtest
            ? BacktestPage.Figures(backtest).First() with
            {
                Section = "by-owner",
            }
            : new Figure("?", "launches denied: not looked at", Tone.Unknown, "not-looked-at");
        yield return report.Images is { } images
            ? Public(images)
            : new Figure("?", "public images: not looked at", Tone.Unknown, "not-looked-at");
    }

    private static Figure Proven(GovernanceReport report)
    {
        if (report.Guarantees is not { } results)
            return new Figure("?", "guarantees: not looked at", Tone.Unknown, "not-looked-at");
        var applicable = results.Count(r => r.Outcome != ProofOutcome.NotApplicable);
        var proven = results.Count(r => r.Outcome == ProofOutcome.Proven);
        return new Figure(
            $"{proven} of {applicable}",
            "guarantees of dist/ proven",
            proven == applicable ? Tone.Good : Tone.Bad,
            "guarantees"
        );
    }

    private static Figure Public(ImageSummary images)
    {
        var count = images.Of(FindingKind.Public);
        return new Figure(Cell.Of(count).Text, "public images", count > 0 ? Tone.Bad : Tone.Good, "images");
    }

    private static IEnumerable<Section> Sections(GovernanceReport report, ImmutableArray<Cell> concerns)
    {
        yield return Decide(concerns);
        yield return new Section("decisions", "Who took which responsibility")
        {
            Lead =
                "What got weaker or was not proven and was accepted, gates that were overridden, rollbacks: who, when and why, as the record has it.",
            Blocks = [HistoryPage.Decisions(report.Deployments)],
        };
        if (!report.Next.IsEmpty)
            yield return new Section("next", "What comes next")
            {
                Blocks = [new Points([.. report.Next.Select(step => (Cell)step)])],
            };
        foreach (var section in report.Status is { } status ? StatusPage.Sections(status) : [])
            if (section.Id != "next")
                yield return section;
        if (report.Guarantees is { } guarantees)
            yield return new Section("guarantees", "Guarantees") { Blocks = [ProofPage.Guarantees([.. guarantees])] };
        foreach (var section in report.Backtest is { } backtest ? BacktestPage.Sections(backtest) : [])
            yield return section;
        foreach (var section in report.Exceptions is { } exceptions ? ExceptionReportPage.Sections(exceptions) : [])
            yield return section with
            {
                Title = section.Id is "summary" or "timeline"
                    ? $"Exceptions: {section.Title.ToLowerInvariant()}"
                    : section.Title,
            };
        if (report.Images is { } images)
            yield return new Section("images", "Images that others can launch") { Blocks = [.. Images(images)] };
        yield return new Section("deployments", "Deployments")
        {
            Blocks = [HistoryPage.Deployments(report.Deployments)],
        };
    }

    private static Section Decide(ImmutableArray<Cell> concerns) =>
        new("decide", "To decide on")
        {
            Blocks =
            [
                concerns.IsEmpty
                    ? new Nothing(new Cell("Nothing of what was looked at needs a decision.", Tone.Good))
                    : new Points(concerns),
            ],
        };

    private static IEnumerable<Block> Images(ImageSummary images)
    {
        if (images.Trend.Length > 1)
            yield return StackedBars.Draw(
                "Images that others can launch, by scan",
                [
                    .. images.Trend.Select(t => new StackedBar(
                        t.Day.Text(),
                        $"scan {t.Scan} of {t.Day.Text()}: {t.Public} public, {t.Shared} shared",
                        new BarPart("fill-b", t.Public),
                        new BarPart("fill-c", t.Shared)
                    )),
                ],
                new Legend("fill-b", "public"),
                new Legend("fill-c", "shared beyond the organization")
            );
        yield return images.Open.IsEmpty
            ? new Nothing(new Cell("No image is public or shared beyond the organization.", Tone.Good))
            : ImagePages.Images(images.Open);
        if (!images.Counts.IsEmpty)
            yield return PageTables.Of(
                "Findings of the inventory by kind",
                ["finding", "what", "count"],
                images.Counts.Select(c => (string[])[c.Kind.Name(), c.Kind.Title(), Cell.Of(c.Count).Text])
            );
    }
}
