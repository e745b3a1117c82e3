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
    public static string Write(ExplainAnswer answer) =>
        answer.Explanation is { } explanation ? Write(answer, explanation) : Write(answer, answer.Refusal!);

    private static string Write(ExplainAnswer answer, Explanation explanation) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("decision", CallVerdicts.Whole(explanation.Refusal, explanation.Verdict).Name());
            writer.WriteString("layer", Layer(explanation));
            writer.WriteString("mark", explanation.Mark.Name());
            WriteSummary(writer, answer);
            if (explanation.Refusal is { } refusal)
            {
                writer.WriteString("policies_decision", explanation.Verdict.Name());
                WriteRefusal(writer, refusal);
            }
            writer.WriteStrings("depends_on", explanation.DependsOn);
            writer.WriteStrings("missing_facts", explanation.MissingFacts);
            writer.WriteStrings("not_judged", explanation.NotJudged);
            writer.WriteString("action", explanation.Call.Action);
            writer.WriteString("account", explanation.Call.Account.Value);
            writer.WriteString("principal", explanation.Call.Session ?? explanation.Call.PrincipalArn);
            writer.WriteString("region", explanation.Call.Region.Value);
            writer.WriteString("time", explanation.Call.Time);
            writer.WriteObjects("service_control_policy", explanation.Answers, answer => WriteMembers(writer, answer));
            if (!explanation.ResourceControlPolicies.IsEmpty)
                writer.WriteStrings("resource_control_policies", explanation.ResourceControlPolicies);
            if (explanation.Image is { } image)
                WriteImage(writer, image);
            writer.WriteEndObject();
        });

    /// <summary>When the policies cannot be asked.</summary>
    private static string Write(ExplainAnswer answer, NamedRefusal refusal) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("decision", CallVerdicts.Whole(refusal, null).Name());
            writer.WriteString("layer", "");
            WriteSummary(writer, answer);
            writer.WriteString("policies_decision", CallVerdict.Unknown.Name());
            WriteRefusal(writer, refusal);
            writer.WriteStrings("missing_facts", [answer.Missing]);
            writer.WriteEndObject();
        });

    /// <summary>The lines with which the text begins, and what they rest on.</summary>
    private static void WriteSummary(Utf8JsonWriter writer, ExplainAnswer answer)
    {
        writer.WriteStartObject("summary");
        writer.WriteString("blocked_by", OpeningWords.Blocked(answer));
        writer.WriteString("why", OpeningWords.Why(answer));
        writer.WriteString("instead", RemedyWords.Of(answer));
        writer.WriteString("image", answer.ImageId);
        writer.WriteString("image_owner", answer.Owner);
        writer.WriteString("image_name", answer.ImageName);
        writer.WriteString("image_known_from", answer.Known is null ? "" : "inventory");
        var best = answer.Suggested?.Best;
        writer.WriteString("use_image", best?.Facts.ImageId);
        writer.WriteString("use_parameter", best?.Published?.Parameter);
        writer.WriteString("policies_for", answer.Explanation?.Mode?.Name());
        writer.WriteEndObject();
    }

    private static void WriteRefusal(Utf8JsonWriter writer, NamedRefusal refusal)
    {
        writer.WriteStartObject("refusal");
        writer.WriteString("kind", refusal.Shape.KindName);
        writer.WriteBoolean("is_recorded", refusal.IsRecorded);
        writer.WriteString("error_code", refusal.Code);
        writer.WriteString("way", Name(refusal.Way));
        writer.WriteString("policy_kind", refusal.PolicyKind);
        writer.WriteString("policy", refusal.PolicyArn);
        writer.WriteString("resource", refusal.Resource);
        writer.WriteString("principal", refusal.Principal);
        writer.WriteStrings("statements", refusal.Statements);
        writer.WriteString("look", refusal.Shape.Look);
        writer.WriteString("source", refusal.Shape.Source);
        writer.WriteEndObject();
    }

    private static string Name(DenyWay way) =>
        way switch
        {
            DenyWay.ExplicitDeny => "explicitDeny",
            DenyWay.MissingAllow => "implicitDeny",
            _ => "",
        };

    private static string Layer(Explanation explanation)
    {
        if (!explanation.Verdict.IsDenied())
            return "";
        return explanation.Denied is { } denied ? denied.Decision.Layer.Name() : "declarative_policy";
    }

    private static void WriteMembers(Utf8JsonWriter writer, ScpAnswer answer)
    {
        writer.WriteString("resource", answer.Request.Resource);
        writer.WriteString("decision", Name(answer.Decision.Outcome));
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
        writer.WriteObjects(
            "depends",
            answer.Open,
            open =>
            {
                writer.WriteString("statement", open.Open.Statement.Sid);
                writer.WriteStrings("keys", open.Open.Keys);
            }
        );
    }

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
            ImageVerdict.Unknown => "unknown",
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
