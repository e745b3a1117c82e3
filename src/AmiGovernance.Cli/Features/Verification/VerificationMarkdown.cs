using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>A verification for a ticket or an archive: the checklist filled in, and every line with its evidence.</summary>
internal static class VerificationMarkdown
{
    private static readonly string[] Columns =
    [
        "",
        "test",
        "account",
        "Region",
        "expected",
        "actual",
        "evidence",
        "image or instance",
        "AWS's answer",
        "note",
    ];

    public static string Write(VerificationReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var regions = Markdown.Escape(string.Join(", ", report.Regions));
        text.WriteLine(
            $"# Verification of AMI governance\n\n{VerificationWords.Time(report)}, {regions}. {VerificationWords.Summary(report)}\n"
        );
        text.Write(TableOutput.Markdown(["account", "name", "role", "expected mode"], report.Accounts.Select(Row)));
        text.WriteLine("\n## Checklist\n");
        foreach (var item in VerificationReport.Checklist)
            text.WriteLine(Describe(item, report.ResultOf(item)));
        foreach (var gap in report.Gaps)
            text.WriteLine($"\nNot verified: {Markdown.Escape(VerificationWords.Describe(gap))}");
        text.WriteLine("\n## Evidence\n");
        text.Write(TableOutput.Markdown(Columns, report.Lines.OrderBy(l => l.Item).Select(Row)));
        text.WriteLine();
        foreach (var evidence in VerificationView.EvidenceOf(report))
            text.WriteLine($"- *{evidence.Text}* shows {evidence.Shows}.");
        return text.ToString();
    }

    private static string[] Row(VerifiedAccount account) =>
        [account.Id.Value, account.Name, account.Role, $"`{account.Mode.Name()}`, {account.ModeSource}"];

    private static string Describe(ChecklistItem item, LineResult result)
    {
        var text = VerificationWords.Of(item).Text;
        return result == LineResult.AsExpected ? $"- [x] {text}" : $"- [ ] {text}: {VerificationWords.Of(result).Text}";
    }

    private static string[] Row(VerificationLine line)
    {
        var answer = VerificationWords.Describe(line.Answer);
        var isRecorded = answer.Length > 0 && line.EventId.Length > 0;
        return
        [
            VerificationWords.Of(line.Result).Mark,
            line.What,
            line.Account.Value,
            line.Region?.Value ?? "",
            line.Expected,
            line.Actual,
            VerificationWords.Of(line.Evidence).Text,
            line.SubjectSource.Length > 0 ? $"{line.Subject} ({line.SubjectSource})" : line.Subject,
            isRecorded ? $"{answer} (event {line.EventId})" : answer,
            line.Note,
        ];
    }
}
