using System.Collections.Frozen;
using AmiGovernance.Cli.Features.Decisions;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Features.Impact;
using AmiGovernance.Cli.Features.Rollout;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Charts;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Cli.Features.Reporting.Governance;

/// <summary>The state of governance as a page. Each number leads to its list; lists are those of the commands.</summary>
internal static class GovernancePage
{
    public static Page Of(GovernanceReport report) =>
        Head(report) with
        {
            Sections = [.. Decisions(report), .. Lists(report)],
        };

    /// <summary>Answer, facts and numbers, without the lists.</summary>
    public static Page Head(GovernanceReport report) =>
        new("AMI governance")
        {
            Answer = Answer(report),
            About = [.. About(report)],
            Figures = [.. Figures(report)],
            NotLookedAt = [.. report.NotRead, .. report.NotAsked],
        };

    /// <summary>Where each section stands in the console.</summary>
    private static readonly (string Place, string[] Sections)[] Places =
    [
        ("/organization", ["targets", "drift", "coverage", "exceptions-that-end", "other-writers"]),
        ("/guarantees", ["guarantees"]),
        ("/findings", ["by-owner", "findings", "use-of-the-allow-list", "uses"]),
        ("/exceptions", ["who-has-what-until-when", "overdue", "by-team", "by-month", "service-levels", "summary"]),
        ("/images", ["images"]),
        ("/deployments", ["deployments"]),
    ];

    private static readonly FrozenDictionary<string, string> PlaceOf = Places
        .SelectMany(p => p.Sections.Select(s => KeyValuePair.Create(s, p.Place)))
        .ToFrozenDictionary();

    /// <summary>What leads to the other pages of the console: their lists are not repeated.</summary>
    public static Page Overview(GovernanceReport report)
    {
        var page = Head(report);
        var shown = page with
        {
            Answer = Elsewhere(page.Answer!),
            Figures = [.. page.Figures.Select(f => f with { Section = Elsewhere(f.Section) })],
            Sections = [.. Decisions(report), .. Pictures(report)],
        };
        return shown.Each(b => b is Points points ? new Points([.. points.Items.Select(Elsewhere)]) : b);
    }

    private static Cell Elsewhere(Cell cell) => cell with { Link = Elsewhere(cell.Link) };

    /// <summary>A link to a section, as one to the page that has it.</summary>
    private static string? Elsewhere(string? link) =>
        link?.TrimStart('#') is { } id && PlaceOf.TryGetValue(id, out var place) ? $"{place}#{id}" : link;

    private static Cell Answer(GovernanceReport report)
    {
        var concerns = report.Concerns;
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
        report is { Status: null, Exceptions: null, Guarantees: null, Backtest: null, Impact: null, Images: null }
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
            yield return $"launches: {LedgerText.Read(backtest.Ledger, backtest.Unit)}{BacktestSummary.Period(backtest)}";
        if (report.Impact is { } impact)
            yield return $"uses of images: {ImpactSummary.Read(impact)}";
    }

    private static IEnumerable<Figure> Figures(GovernanceReport report)
    {
        if (report.Status is { } status)
            foreach (var figure in StatusPage.Figures(status).Take(4))
                yield return figure;
        else
            yield return new Figure("?", "accounts covered: not looked at", Tone.Unknown, "not-looked-at");
        yield return Proven(report);
        foreach (var figure in Exceptions(report.Exceptions))
            yield return figure;
        yield return report.Backtest is { } backtest
            ? Dated(BacktestPage.Figures(backtest).First(), report) with
            {
                Section = "by-owner",
            }
            : new Figure("?", "launches denied: not looked at", Tone.Unknown, "not-looked-at");
        yield return report.Impact is { Looked.IsNothing: false } impact
            ? ImpactPage.Soon(impact) with
            {
                Section = "uses",
            }
            : new Figure("?", "would fail with the next launch: not looked at", Tone.Unknown, "not-looked-at");
        yield return report.Images is { } images
            ? Public(images)
            : new Figure("?", "public images: not looked at", Tone.Unknown, "not-looked-at");
    }

    /// <summary>None in calls of long ago is not none.</summary>
    private static Figure Dated(Figure figure, GovernanceReport report) =>
        figure.Tone == Tone.Good && report.Backtest?.Last is { } last && report.At - last > ReplayAge.Most
            ? figure with
            {
                Label = $"{figure.Label}, in calls until {TimeText.Day(last)}",
                Tone = Tone.Unknown,
            }
            : figure;

    private static IEnumerable<Figure> Exceptions(ExceptionReport? report)
    {
        const string List = "who-has-what-until-when";
        if (report is null)
        {
            yield return new Figure("?", "exceptions: not looked at", Tone.Unknown, "not-looked-at");
            yield break;
        }
        var waiting = report.Count(SpanState.Waiting);
        yield return new Figure(Cell.Of(report.Count(SpanState.Running)).Text, "exceptions running", Section: List);
        yield return new Figure(
            Cell.Of(waiting).Text,
            "requests waiting",
            waiting > 0 ? Tone.Warning : Tone.None,
            waiting > 0 ? List : null
        );
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
            proven == applicable && proven > 0 ? Tone.Good : Tone.Bad,
            "guarantees"
        );
    }

    private static Figure Public(ImageSummary images)
    {
        var count = images.Of(FindingKind.Public);
        var none = images.KnowsPublic && images.Age is null ? Tone.Good : Tone.Unknown;
        var when = images.Age is { } age ? $", {age} ago" : "";
        return new Figure(
            Cell.Of(count).Text,
            images.KnowsPublic ? $"public images{when}" : $"public images, of what was looked at{when}",
            count > 0 ? Tone.Bad : none,
            "images"
        );
    }

    /// <summary>What is to be decided on, what was, and what comes next.</summary>
    private static IEnumerable<Section> Decisions(GovernanceReport report)
    {
        yield return Decide(report);
        yield return new Section("decisions", "Who took which responsibility")
        {
            Lead =
                "What got weaker or was not proven and was accepted, gates that were overridden, rollbacks: who, when and why, as the"
                + " record has it.",
            Blocks = [HistoryPage.Decisions(report.Deployments, report.RecordLacks)],
        };
        if (!report.Next.IsEmpty)
            yield return new Section("next", "What comes next")
            {
                Blocks = [new Points([.. report.Next.Select(step => (Cell)step)])],
            };
    }

    /// <summary>What is seen at a glance.</summary>
    private static IEnumerable<Section> Pictures(GovernanceReport report)
    {
        if (report.Status is { } status)
            yield return StatusPage.Tree(status);
        if (report.Exceptions is { } exceptions && ExceptionReportPage.TimelineSection(exceptions) is { } timeline)
            yield return OfExceptions(timeline);
    }

    private static IEnumerable<Section> Lists(GovernanceReport report)
    {
        foreach (var section in report.Status is { } status ? StatusPage.Sections(status) : [])
            if (section.Id != "next")
                yield return section;
        if (report.Guarantees is { } guarantees)
            yield return new Section("guarantees", "Guarantees") { Blocks = [ProofPage.Guarantees(guarantees)] };
        foreach (var section in report.Backtest is { } backtest ? BacktestPage.Sections(backtest) : [])
            yield return section;
        if (report.Impact is { } impact)
            yield return ImpactPage.Whole(impact);
        foreach (var section in report.Exceptions is { } exceptions ? ExceptionReportPage.Sections(exceptions) : [])
            yield return OfExceptions(section);
        if (report.Images is { } images)
            yield return new Section("images", "Images that others can launch") { Blocks = [.. Images(images)] };
        yield return new Section("deployments", "Deployments")
        {
            Blocks = [HistoryPage.Deployments(report.Deployments, lacks: report.RecordLacks)],
        };
    }

    /// <summary>Beside sections of other things, a title that does not say what it is of does.</summary>
    private static Section OfExceptions(Section section) =>
        section.Id is "summary" or "timeline"
            ? section with
            {
                Title = $"Exceptions: {section.Title.ToLowerInvariant()}",
            }
            : section;

    private static Section Decide(GovernanceReport report)
    {
        var concerns = report.Concerns;
        var none = report.NotRead.IsEmpty && report.NotAsked.IsEmpty ? Tone.Good : Tone.Unknown;
        return new Section("decide", "To decide on")
        {
            Blocks =
            [
                concerns.IsEmpty
                    ? new Nothing(new Cell("Nothing of what was looked at needs a decision.", none))
                    : new Points(concerns),
            ],
        };
    }

    private static Cell NoneOpen(ImageSummary images) =>
        images.Gaps.IsEmpty
            ? new Cell("No image is public or shared beyond the organization.", Tone.Good)
            : new Cell(
                "No image is known to be public or shared beyond the organization; what was not looked at stands above.",
                Tone.Unknown
            );

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
        yield return images.Open.IsEmpty ? new Nothing(NoneOpen(images)) : ImagePages.Images(images.Open);
        if (!images.Counts.IsEmpty)
            yield return PageTables.Of(
                "Findings of the inventory by kind",
                ["finding", "what", "count"],
                images.Counts.Select(c => (string[])[c.Kind.Name(), c.Kind.Title(), Cell.Of(c.Count).Text])
            );
    }
}
