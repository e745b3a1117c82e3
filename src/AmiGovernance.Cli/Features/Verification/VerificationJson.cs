using AmiGovernance.Core.Features.Verification;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>A verification for machines: every line by itself.</summary>
internal static class VerificationJson
{
    public static VerificationDocument Of(VerificationReport report) =>
        new(
            report.At,
            ResultOf(report),
            [.. report.Accounts.Select(Of)],
            [.. report.Regions.Select(r => r.Value)],
            [.. VerificationReport.Checklist.Select(item => Of(item, report))],
            [.. report.Lines.Select(Of)],
            [.. report.Gaps.Select(g => new NotVerifiedPart(g.Account?.Value ?? "", g.Region?.Value ?? "", g.Reason))]
        );

    private static string ResultOf(VerificationReport report)
    {
        if (report.HasUnexpected)
            return "not_as_expected";
        return report.Looked.IsComplete ? "as_expected" : "incomplete";
    }

    private static VerifiedAccountPart Of(VerifiedAccount account) =>
        new(account.Id.Value, account.Name, account.Role, account.Mode.Name(), account.ModeSource);

    private static ChecklistPart Of(ChecklistItem item, VerificationReport report) =>
        new(
            VerificationWords.Of(item).Name,
            VerificationWords.Of(item).Text,
            VerificationWords.Of(report.ResultOf(item)).Name
        );

    private static CheckPart Of(VerificationLine line) =>
        new(
            VerificationWords.Of(line.Item).Name,
            line.What,
            line.Account.Value,
            line.Region?.Value ?? "",
            VerificationWords.Of(line.Evidence).Name,
            line.Subject,
            line.SubjectSource,
            line.Expected,
            line.Actual,
            VerificationWords.Of(line.Result).Name,
            line.Note,
            line.EventId,
            line.Answer is { } answer ? Of(answer) : null
        );

    private static AnswerPart Of(CallAnswer answer) =>
        new(answer.Operation, answer.Code, answer.Message, answer.RequestId);
}
