using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Preflight;

namespace AmiGovernance.Cli.Features.Preflight;

/// <summary>Each reference with its verdict, for people at a terminal.</summary>
internal static class PreflightView
{
    /// <summary>Nobody reads more; the documents for machines have all.</summary>
    private const int MostListed = 500;

    public static void WriteText(TextWriter writer, PreflightReport report)
    {
        foreach (var judged in report.References.Take(MostListed))
            writer.WriteLine(Line(judged));
        if (report.References.Length > MostListed)
            writer.WriteLine($"not listed: {Plural.Of(report.References.Length - MostListed, "more reference")}");
        writer.WriteLine(Summary(report));
    }

    private static string Line(JudgedReference judged)
    {
        var (reference, deciding) = (judged.Reference, judged.Deciding);
        var start = reference.Location.Start;
        var place = string.Create(
            CultureInfo.InvariantCulture,
            $"{reference.Location.Source.Path}:{start.Line}:{start.Column}"
        );
        var mark = deciding.Mark switch
        {
            AuditMark.Marked => " (marked)",
            AuditMark.Unknown => " (mark unknown)",
            _ => "",
        };
        var assumes = reference.Assumes.IsEmpty ? "" : $" [default of {string.Join(", ", reference.Assumes)}]";
        var image = ImageWords.Of(reference, deciding.Image);
        return Sanitize.Text($"{Word(deciding.Verdict)}{mark}: {place}: {reference.Subject}: {image}{assumes}");
    }

    /// <summary>In which way a layer denies is told by the finding, and by the documents for machines.</summary>
    private static string Word(CallVerdict verdict) => verdict.IsDenied() ? "denied" : verdict.Name();

    private static string Summary(PreflightReport report)
    {
        var denied = report.References.Count(r => r.Verdict.IsDenied());
        var allowed = report.References.Count(r =>
            r.Verdict == CallVerdict.Allowed && r.Deciding.Mark != AuditMark.Unknown
        );
        var open = report.References.Length - denied - allowed;
        var patterns = report.Patterns.Count(p => p.Severity == Severity.Error);
        var looked = open > 0 ? report.Looked with { NotRead = report.Looked.NotRead + open } : report.Looked;
        var unread =
            report.Looked.NotRead == 0
                ? ""
                : $", {Plural.Of((int)report.Looked.NotRead, "file")} not read or not whole";
        return $"{SummaryMark.Of(denied + patterns, looked)} {Plural.Of(report.References.Length, "image reference")} in "
            + $"{Plural.Of((int)report.Looked.Read, "file")}: {allowed} allowed, {denied} denied, {open} not known{unread}";
    }
}
