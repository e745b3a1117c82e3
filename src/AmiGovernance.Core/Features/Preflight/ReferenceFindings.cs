using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight;

/// <summary>References that are not simply allowed, as findings.</summary>
internal static class ReferenceFindings
{
    public static void Report(JudgedReference judged, DiagnosticBag bag)
    {
        var (reference, deciding) = (judged.Reference, judged.Deciding);
        var descriptor = deciding switch
        {
            { Verdict: var verdict } when verdict.IsDenied() => PreflightDiagnostics.Denied,
            { Verdict: not CallVerdict.Allowed } or { Mark: AuditMark.Unknown } => PreflightDiagnostics.Open,
            { Mark: AuditMark.Marked } => PreflightDiagnostics.Marked,
            _ => null,
        };
        if (descriptor is null)
            return;
        var help = Help(judged);
        bag.Report(
            descriptor,
            reference.Location,
            $"`{reference.Subject}`: {Words(reference, deciding)}",
            help.Length == 0 ? null : help,
            judged.Instead is { } other ? reference.Edit?.Invoke(reference.Location, other) : null
        );
    }

    private static string Words(ImageReference reference, ImageJudgement judgement)
    {
        var what = ImageWords.Of(reference, judgement.Image, isLaunch: true);
        var where = ImageWords.Where(judgement);
        if (judgement.Verdict.IsDenied())
            return $"{what} is denied{where} by {Reason(judgement)}";
        if (judgement.Verdict == CallVerdict.Depends)
            return $"whether {what} is allowed{where} depends on {string.Join(", ", judgement.Missing)}";
        if (judgement.Mark == AuditMark.Unknown && judgement.Verdict == CallVerdict.Allowed)
            return $"{what} is allowed{where}, and whether audit mode marks it is unknown: whose image it is, or what it is named";
        return judgement.Verdict == CallVerdict.Unknown
            ? $"whether {what} is allowed{where} is unknown: {string.Join(", ", judgement.Missing)}"
            : $"{what} is allowed{where}, and marked in audit mode by {Reason(judgement)}";
    }

    private static string Reason(ImageJudgement judgement)
    {
        var layer = judgement.Layer.Replace('_', ' ');
        var condition = judgement.Condition.Length == 0 ? "" : $" ({judgement.Condition})";
        return judgement.Statement.Length == 0
            ? $"a {layer}{condition}"
            : $"{judgement.Statement} of the {layer}{condition}";
    }

    private static string Help(JudgedReference judged)
    {
        if (judged.Instead is not null)
            return $"use {judged.InsteadWords}";
        if (judged.Verdict != CallVerdict.Unknown)
            return "";
        return judged.Deciding.Image is ImageOfId
            ? "`--image-facts FILE` with the output of `aws ec2 describe-images`, or an inventory (`--db`), tells it"
            : "";
    }
}
