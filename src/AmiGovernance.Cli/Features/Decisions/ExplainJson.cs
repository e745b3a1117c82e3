using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>A decision for machines; docs/reference/outputs.md describes it.</summary>
internal static class ExplainJson
{
    public static string Write(Explanation explanation) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("decision", explanation.Verdict.Kind.Name());
            writer.WriteStrings("depends_on", explanation.Verdict.DependsOn);
            writer.WriteString("layer", Layer(explanation));
            writer.WriteString("action", explanation.Call.Action);
            writer.WriteString("account", explanation.Call.Account.Value);
            writer.WriteString("principal", explanation.Call.PrincipalArn);
            writer.WriteString("region", explanation.Call.Region.Value);
            writer.WriteString("time", explanation.Call.Time);
            writer.WriteObjects("service_control_policy", explanation.Answers, answer => WriteMembers(writer, answer));
            if (explanation.Image is { } image)
                WriteImage(writer, image);
            writer.WriteEndObject();
        });

    private static string Layer(Explanation explanation)
    {
        if (!explanation.Verdict.IsDenied)
            return "";
        return explanation.Denied is { } denied
            ? ExplainWords.Layer(denied.Decision).Replace(' ', '_')
            : "declarative_policy";
    }

    private static void WriteMembers(Utf8JsonWriter writer, ScpAnswer answer)
    {
        writer.WriteString("resource", answer.Request.Resource);
        writer.WriteString("decision", Decision(answer));
        if (answer.Decision.DecidingStatement is { } statement && answer.Tree is { } tree)
        {
            writer.WriteString("statement", statement.Sid);
            writer.WriteString("file", tree.Source.Path);
            writer.WriteNumber("line", tree.At(statement.Node ?? tree.Root).Start.Line);
        }
        writer.WriteObjects(
            "not_matching",
            answer.NotMatching,
            other =>
            {
                writer.WriteString("statement", other.Statement.Sid);
                writer.WriteString("file", other.Tree.Source.Path);
                writer.WriteString("because", ExplainWords.Fails(other.Condition, answer.Request));
            }
        );
        writer.WriteStrings("missing_keys", answer.MissingKeys);
        writer.WriteStrings("depends_on", answer.DependsOn);
    }

    private static string Decision(ScpAnswer answer) =>
        answer.DependsOn.IsEmpty ? Name(answer.Decision.Outcome) : VerdictKind.Depends.Name();

    private static void WriteImage(Utf8JsonWriter writer, ImageDecision image)
    {
        writer.WriteStartObject("declarative_policy");
        writer.WriteString("verdict", Name(image.Verdict));
        if (image.Criterion > 0)
            writer.WriteString("criterion", $"criteria_{image.Criterion}");
        writer.WriteStrings("mismatches", image.Mismatches);
        writer.WriteEndObject();
    }

    private static string Name(ImageVerdict verdict) =>
        verdict switch
        {
            ImageVerdict.NotGoverned => "not_governed",
            ImageVerdict.OwnImage => "own_image",
            ImageVerdict.Allowed => "allowed",
            ImageVerdict.MarkedOnly => "marked_only",
            _ => "denied",
        };

    private static string Name(Outcome outcome) =>
        outcome switch
        {
            Outcome.Allowed => "allowed",
            Outcome.ExplicitDeny => "explicitDeny",
            _ => "implicitDeny",
        };
}
