using System.Collections.Immutable;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Console.Pages;
using AmiGovernance.Core.Features.Verification;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>A verification as a page: the checklist, what it rests on, and what was not checked.</summary>
internal static class VerificationPage
{
    public static Page Of(VerificationReport report) =>
        new("Verification of enforcement")
        {
            Answer = new Cell(VerificationWords.Summary(report), Answer(report)),
            About = [$"at {VerificationWords.Time(report)}", $"in {string.Join(", ", report.Regions)}"],
            Figures = [.. Enum.GetValues<LineResult>().Select(result => Figure(report, result))],
            Sections = [.. Sections(report)],
            NotLookedAt = [.. report.Gaps.Select(VerificationWords.Describe)],
        };

    private static Tone Answer(VerificationReport report)
    {
        if (report.HasUnexpected)
            return Tone.Bad;
        return report.Looked.IsComplete ? Tone.Good : Tone.Unknown;
    }

    private static Figure Figure(VerificationReport report, LineResult result)
    {
        var count = report.Lines.Count(l => l.Result == result);
        return new Figure(
            Cell.Of(count).Text,
            VerificationWords.Of(result).Text,
            count == 0 ? Tone.None : ToneOf(result),
            "evidence"
        );
    }

    public static IEnumerable<Section> Sections(VerificationReport report)
    {
        yield return new Section("checklist", "Checklist") { Blocks = [Checklist(report)] };
        yield return new Section("accounts", "Accounts") { Blocks = [Accounts(report)] };
        yield return new Section("evidence", "Evidence")
        {
            Blocks = [Evidence(report), new Facts([.. VerificationView.EvidenceOf(report).Select(Shows)])],
        };
    }

    private static Fact Shows(EvidenceWords evidence) => new(evidence.Text, $"shows {evidence.Shows}");

    private static Table Checklist(VerificationReport report) =>
        new(
            [new("item"), new("result", ColumnKind.Short)],
            [
                .. VerificationReport.Checklist.Select(item =>
                {
                    var result = report.ResultOf(item);
                    var cell = new Cell(VerificationWords.Of(result).Text, ToneOf(result));
                    return ImmutableArray.Create<Cell>(VerificationWords.Of(item).Text, cell);
                }),
            ]
        )
        {
            Caption = "The runbook's checklist",
        };

    private static Table Accounts(VerificationReport report) =>
        PageTables.Of(
            "Accounts that were verified",
            ["account", "name", "role", "expected mode"],
            report.Accounts.Select(VerificationMarkdown.Row)
        );

    /// <summary>The first column is the mark, which is a state here.</summary>
    private static Table Evidence(VerificationReport report)
    {
        string[] headers = ["result", .. VerificationMarkdown.Columns[1..]];
        var rows = report
            .Lines.OrderBy(l => l.Item)
            .Select(line => (string[])[VerificationWords.Of(line.Result).Text, .. VerificationMarkdown.Row(line)[1..]]);
        var tones = Enum.GetValues<LineResult>().ToDictionary(r => VerificationWords.Of(r).Text, ToneOf);
        return PageTables.Of(
            "What was verified, and what AWS answered",
            headers,
            rows,
            (column, text) => column == "result" ? tones[text] : Tone.None
        );
    }

    private static Tone ToneOf(LineResult result) =>
        result switch
        {
            LineResult.AsExpected => Tone.Good,
            LineResult.NotAsExpected => Tone.Bad,
            LineResult.NotChecked => Tone.Unknown,
            _ => Tone.Quiet,
        };
}
