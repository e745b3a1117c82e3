using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>A verification for a ticket or an archive: the checklist filled in, and every line with its evidence.</summary>
internal static class VerificationMarkdown
{
    public static readonly string[] Columns =
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

    public static MarkdownText Write(VerificationReport report)
    {
        var (time, summary) = (VerificationWords.Time(report), VerificationWords.Summary(report));
        var accounts = TableOutput.Markdown(["account", "name", "role", "expected mode"], report.Accounts.Select(Row));
        var items = VerificationReport.Checklist.Select(item => Describe(item, report.ResultOf(item)));
        var gaps = report.Gaps.Select(gap => MarkdownText.Of($"\nNot verified: {VerificationWords.Describe(gap)}\n"));
        var lines = TableOutput.Markdown(Columns, report.Lines.OrderBy(l => l.Item).Select(Row));
        var evidence = VerificationView
            .EvidenceOf(report)
            .Select(e => MarkdownText.Of($"- *{e.Text}* shows {e.Shows}.\n"));
        return MarkdownText.Of(
                $"# Verification of AMI governance\n\n{time}, {string.Join(", ", report.Regions)}. {summary}\n\n{accounts}"
            )
            + MarkdownText.Of($"\n## Checklist\n\n{MarkdownText.Concat(items)}{MarkdownText.Concat(gaps)}")
            + MarkdownText.Of($"\n## Evidence\n\n{lines}\n{MarkdownText.Concat(evidence)}");
    }

    public static string[] Row(VerifiedAccount account) =>
        [account.Id.Value, account.Name, account.Role, $"`{account.Mode.Name()}`, {account.ModeSource}"];

    private static MarkdownText Describe(ChecklistItem item, LineResult result)
    {
        var text = VerificationWords.Of(item).Text;
        return result == LineResult.AsExpected
            ? MarkdownText.Of($"- [x] {text}\n")
            : MarkdownText.Of($"- [ ] {text}: {VerificationWords.Of(result).Text}\n");
    }

    public static string[] Row(VerificationLine line)
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
