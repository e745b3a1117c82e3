using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Preflight;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Reporting;

namespace AmiGovernance.Cli.Features.Preflight;

/// <summary>References, their verdicts and the findings as JSON; the format is documented in docs/reference/preflight.md.</summary>
internal static class PreflightJson
{
    public static string Write(PreflightReport report, FindingsReport findings) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("command", "preflight");
            writer.WriteString("as_of", findings.AsOf.Text());
            writer.WriteStartObject("summary");
            writer.WriteNumber("references", report.References.Length);
            writer.WriteNumber("allowed", report.References.Count(r => r.Verdict == CallVerdict.Allowed));
            writer.WriteNumber("denied", report.References.Count(r => r.Verdict.IsDenied()));
            writer.WriteNumber("depends", report.References.Count(r => r.Verdict == CallVerdict.Depends));
            writer.WriteNumber("unknown", report.References.Count(r => r.Verdict == CallVerdict.Unknown));
            writer.WriteNumber("files_read", report.Looked.Read);
            writer.WriteNumber("files_not_read", report.Looked.NotRead);
            writer.WriteEndObject();
            writer.WriteObjects("references", report.References, r => Reference(writer, r));
            writer.WriteStartArray("diagnostics");
            foreach (var finding in findings.Findings)
                JsonFindings.Write(writer, finding);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static void Reference(Utf8JsonWriter writer, JudgedReference judged)
    {
        var reference = judged.Reference;
        writer.WriteString("file", reference.Location.Source.Path);
        Position(writer, "start", reference.Location.Start);
        Position(writer, "end", reference.Location.End);
        writer.WriteString("language", reference.Language);
        writer.WriteString("subject", reference.Subject);
        writer.WriteString("written", reference.Written);
        writer.WriteString("action", reference.Action);
        writer.WriteString("verdict", judged.Verdict.Name());
        writer.WriteString("mark", judged.Deciding.Mark.Name());
        writer.WriteStrings("assumes", reference.Assumes);
        writer.WriteObjects("judgements", judged.All, j => Judgement(writer, j));
        if (judged.Instead is { } other)
        {
            writer.WriteStartObject("instead");
            writer.WriteOptional("image_id", other.ImageId);
            writer.WriteOptional("parameter", other.Parameter);
            writer.WriteOptional("owner", other.Owner);
            writer.WriteOptional("names", other.Names);
            writer.WriteEndObject();
        }
    }

    private static void Judgement(Utf8JsonWriter writer, ImageJudgement judgement)
    {
        Image(writer, judgement.Image);
        writer.WriteOptional("account", judgement.Account?.Value);
        writer.WriteString("region", judgement.Region.Value);
        writer.WriteString("verdict", judgement.Verdict.Name());
        writer.WriteString("mark", judgement.Mark.Name());
        writer.WriteString("layer", judgement.Layer);
        writer.WriteString("statement", judgement.Statement);
        writer.WriteString("condition", judgement.Condition);
        writer.WriteStrings("missing", judgement.Missing);
        writer.WriteOptional("image_owner", judgement.Owner);
        writer.WriteOptional("image_name", judgement.Name);
    }

    /// <summary>In one of the ways in which files name images.</summary>
    private static void Image(Utf8JsonWriter writer, NamedImage image)
    {
        writer.WriteStartObject("image");
        switch (image)
        {
            case ImageOfId named:
                writer.WriteString("id", named.Id);
                break;
            case ImageOfOwner looked:
                writer.WriteString("owner", looked.Owner);
                writer.WriteOptional("names", looked.Names);
                break;
            case ImageOfParameter parameter:
                writer.WriteString("parameter", parameter.Name);
                break;
            case OpenImage open:
                writer.WriteString("missing", open.Missing);
                break;
        }
        writer.WriteEndObject();
    }

    private static void Position(Utf8JsonWriter writer, string name, LinePosition position)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("line", position.Line);
        writer.WriteNumber("column", position.Column);
        writer.WriteEndObject();
    }
}
