using System.Text.Json;
using AmiGovernance.Core.Declarative;
using AmiGovernance.Core.Iam;
using AmiGovernance.Core.Iam.Evaluation;
using AmiGovernance.Core.Json;
using AmiGovernance.Core.Operations;
using AmiGovernance.Core.Text;

namespace AmiGovernance.Cli.Output;

/// <summary>Prints a decision like a compiler prints an error: the statement with its place, and what to do.</summary>
internal static class ExplainView
{
    public static void WriteText(TextWriter writer, Explanation explanation, bool color)
    {
        var call = explanation.Call;
        var owner = call.ImageOwner is null ? "" : $" from image {Visible.Text(call.ImageId ?? "ami-?")} of {Visible.Text(call.ImageOwner)}";
        writer.WriteLine($"{(explanation.IsAllowed ? "allowed" : "DENIED")}: {Visible.Text(call.Action)}{owner} by {Visible.Text(call.PrincipalArn)} in {Visible.Text(call.Region)}");
        writer.WriteLine();
        WriteScp(writer, explanation, color);
        WriteDeclarative(writer, explanation);
        foreach (var advice in Advice(explanation)) writer.WriteLine($"  = {advice}");
    }

    private static void WriteScp(TextWriter writer, Explanation explanation, bool color)
    {
        if (!explanation.ScpApplies)
        {
            writer.WriteLine("service control policy: does not reach this caller (management account or service-linked role)");
            return;
        }
        if (explanation.Denied is not { } denied)
        {
            writer.WriteLine("service control policy: no statement denies this call");
            return;
        }
        var statement = denied.Decision.DecidingStatement;
        writer.WriteLine($"service control policy: explicitDeny by statement `{statement?.Sid}` on {Visible.Text(denied.Request.Resource)}");
        if (denied.Tree is { } tree && statement is not null)
            foreach (var condition in statement.Conditions.DefaultIfEmpty())
                new DiagnosticPrinter(writer, color).PrintPlace(tree.At(condition?.Node ?? statement.Node ?? tree.Root), Holds(condition, denied.Request));
        if (!denied.MissingKeys.IsEmpty)
            writer.WriteLine($"  = not in the request: {string.Join(", ", denied.MissingKeys)}; negated conditions on them hold");
    }

    private static string Holds(Condition? condition, RequestContext request)
    {
        if (condition is null) return "no condition: always";
        var value = request.TryGet(ConditionKey.Of(condition.Key), out var found) ? string.Join(", ", found) : "not in the request";
        return Visible.Text($"`{condition.Operator}` holds: {condition.Key} is {value}");
    }

    private static void WriteDeclarative(TextWriter writer, Explanation explanation)
    {
        if (explanation.Image is not { } image) return;
        writer.WriteLine("declarative policy: " + image.Verdict switch
        {
            ImageVerdict.NotGoverned => "says nothing about images",
            ImageVerdict.OwnImage => "the account's own images are always usable",
            ImageVerdict.Allowed => $"allowed by criteria_{image.Criterion}",
            ImageVerdict.MarkedOnly => "audit mode: usable, but marked ImageAllowed: false; denied once enforced",
            _ => "denied: the image fulfils no criterion",
        });
        if (image.Verdict is ImageVerdict.Denied or ImageVerdict.MarkedOnly)
            foreach (var mismatch in image.Mismatches) writer.WriteLine($"  - {Visible.Text(mismatch)}");
    }

    private static IEnumerable<string> Advice(Explanation explanation)
    {
        if (explanation.IsAllowed || explanation.Declarative is not { } policy) yield break;
        var launches = GuardedActions.Launch.Contains(explanation.Call.Action, StringComparer.OrdinalIgnoreCase);
        if (launches)
        {
            var owners = explanation.UsableOwners;
            if (!owners.IsEmpty) yield return $"use an image of: {string.Join(", ", owners.Take(8))}{(owners.Length > 8 ? $" and {owners.Length - 8} more (`amigov allowlist`)" : "")}";
            if (policy.ExceptionMessage is { } message) yield return $"the organization says: {Visible.Text(message)}";
        }
        else if (GuardedActions.Creation.Contains(explanation.Call.Action, StringComparer.OrdinalIgnoreCase))
        {
            yield return "images are built in publisher accounts; an exception with `may_create_images` or a role in `image_creation_roles` lifts this";
        }
    }

    public static string Json(Explanation explanation) => ReportJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("format_version", ReportJson.FormatVersion);
        writer.WriteString("decision", explanation.IsAllowed ? "allowed" : "explicitDeny");
        writer.WriteString("layer", explanation.IsAllowed ? "" : explanation.Denied is null ? "declarative_policy" : "service_control_policy");
        writer.WriteString("action", explanation.Call.Action);
        writer.WriteString("account", explanation.Call.Account);
        writer.WriteString("principal", explanation.Call.PrincipalArn);
        writer.WriteString("region", explanation.Call.Region);
        writer.WriteString("time", explanation.Call.Time);
        writer.WriteStartArray("service_control_policy");
        foreach (var answer in explanation.Answers) WriteAnswer(writer, answer);
        writer.WriteEndArray();
        if (explanation.Image is { } image)
        {
            writer.WriteStartObject("declarative_policy");
            writer.WriteString("verdict", image.Verdict switch
            {
                ImageVerdict.NotGoverned => "not_governed",
                ImageVerdict.OwnImage => "own_image",
                ImageVerdict.Allowed => "allowed",
                ImageVerdict.MarkedOnly => "marked_only",
                _ => "denied",
            });
            if (image.Criterion > 0) writer.WriteString("criterion", $"criteria_{image.Criterion}");
            writer.WriteStrings("mismatches", image.Mismatches);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    });

    private static void WriteAnswer(Utf8JsonWriter writer, ScpAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteString("resource", answer.Request.Resource);
        writer.WriteString("decision", answer.Decision.Outcome switch { Outcome.Allowed => "allowed", Outcome.ExplicitDeny => "explicitDeny", _ => "implicitDeny" });
        if (answer.Decision.DecidingStatement is { } statement && answer.Tree is { } tree)
        {
            writer.WriteString("statement", statement.Sid);
            writer.WriteString("file", tree.Source.Path);
            writer.WriteNumber("line", tree.At(statement.Node ?? tree.Root).Start.Line);
        }
        writer.WriteStrings("missing_keys", answer.MissingKeys);
        writer.WriteEndObject();
    }
}
