using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Prints a decision like a compiler prints an error: the statement with its place, and what to do.</summary>
internal static class ExplainView
{
    public static void WriteText(TextWriter writer, Explanation explanation, bool color)
    {
        var call = explanation.Call;
        var owner = call.ImageOwner is null
            ? ""
            : $" from image {Visible.Text(call.ImageId ?? "ami-?")} of {Visible.Text(call.ImageOwner)}";
        writer.WriteLine(
            $"{(explanation.IsAllowed ? "allowed" : "DENIED")}: {Visible.Text(call.Action)}{owner} by {Visible.Text(call.PrincipalArn)} in {Visible.Text(call.Region)}"
        );
        writer.WriteLine();
        WriteAuthorization(writer, explanation, color);
        WriteDeclarative(writer, explanation);
        foreach (var advice in Advice(explanation))
            writer.WriteLine($"  = {advice}");
    }

    private static void WriteAuthorization(TextWriter writer, Explanation explanation, bool color)
    {
        if (!explanation.ScpApplies)
            writer.WriteLine(
                "service control policy: does not reach this caller (management account or service-linked role)"
            );
        if (explanation.Denied is not { } denied)
        {
            if (explanation.ScpApplies)
                writer.WriteLine("service control policy: no statement denies this call");
        }
        else if (denied.Decision.DecidingStatement is not { } statement)
        {
            writer.WriteLine(
                $"{Layer(denied.Decision)}: implicitDeny on {Visible.Text(denied.Request.Resource)}: {(LevelOf(explanation, denied.Decision) is { } level ? $"nothing attached to {level}" : "no statement")} allows it"
            );
        }
        else
        {
            writer.WriteLine(
                $"{Layer(denied.Decision)}: explicitDeny by statement `{statement.Sid}` on {Visible.Text(denied.Request.Resource)}{(LevelOf(explanation, denied.Decision) is { } level ? $", attached to {level}" : "")}"
            );
            if (denied.Tree is { } tree)
                foreach (var condition in statement.Conditions.DefaultIfEmpty())
                    new DiagnosticPrinter(writer, color).PrintPlace(
                        tree.At(Place(condition, denied.Request) ?? statement.Node ?? tree.Root),
                        Holds(condition, denied.Request)
                    );
            if (!denied.MissingKeys.IsEmpty)
                writer.WriteLine(
                    $"  = not in the request: {string.Join(", ", denied.MissingKeys)}; negated conditions on them hold"
                );
        }
        if (explanation.ScpApplies)
            WriteOthers(writer, explanation.Denied is { } one ? [one] : explanation.Answers);
    }

    private static string Layer(Decision decision) =>
        decision.Layer switch
        {
            PolicyLayer.ResourceControlPolicy => "resource control policy",
            PolicyLayer.IdentityPolicy => "identity policy",
            _ => "service control policy",
        };

    private static string? LevelOf(Explanation explanation, Decision decision) =>
        decision.Layer == PolicyLayer.ServiceControlPolicy
        && decision.Level >= 0
        && decision.Level < explanation.Levels.Length
            ? explanation.Levels[decision.Level]
            : null;

    /// <summary>The statements that could have denied, and the first condition of each that does not hold.</summary>
    private static void WriteOthers(TextWriter writer, IEnumerable<ScpAnswer> answers)
    {
        var others = answers
            .SelectMany(a => a.NotMatching.Select(n => (a.Request, n)))
            .DistinctBy(o => (o.n.Tree.Source.Path, o.n.Statement.Sid, o.n.Statement.Node?.Pointer))
            .ToList();
        foreach (var (request, other) in others.Take(MostOthers))
            writer.WriteLine(
                $"  - `{Visible.Text(other.Statement.Sid ?? "a statement")}` does not match: {Visible.Text(Fails(other.Condition, request))}"
            );
        if (others.Count > MostOthers)
            writer.WriteLine(
                $"  - {Plural.Of(others.Count - MostOthers, "more statement")} {(others.Count - MostOthers == 1 ? "does" : "do")} not match (`--output json`)"
            );
    }

    private const int MostOthers = 5;

    private static string Fails(Condition condition, RequestContext request) =>
        $"{condition.Operator} {condition.Key} {string.Join(", ", condition.Values.Take(3))}{(condition.Values.Length > 3 ? $" and {condition.Values.Length - 3} more" : "")}, but it is {Value(condition, request)}";

    private static string Value(Condition condition, RequestContext request) =>
        request.TryGet(ConditionKey.Of(condition.Key), out var found) ? string.Join(", ", found) : "not in the request";

    /// <summary>The value that the request meets, where it stands in a list; else all that the condition names.</summary>
    private static JsonNode? Place(Condition? condition, RequestContext request) =>
        condition?.Node is JsonArray list && StatementMatch.MatchedValue(condition, request) is >= 0 and var index
            ? list.Items[index]
            : condition?.Node;

    private static string Holds(Condition? condition, RequestContext request) =>
        condition is null
            ? "no condition: always"
            : Visible.Text($"`{condition.Operator}` holds: {condition.Key} is {Value(condition, request)}");

    private static void WriteDeclarative(TextWriter writer, Explanation explanation)
    {
        if (explanation.Image is not { } image)
            return;
        writer.WriteLine(
            "declarative policy: "
                + image.Verdict switch
                {
                    ImageVerdict.NotGoverned => "says nothing about images",
                    ImageVerdict.OwnImage => "the account's own images are always usable",
                    ImageVerdict.Allowed => $"allowed by criteria_{image.Criterion}",
                    ImageVerdict.MarkedOnly =>
                        "audit mode: usable, but marked ImageAllowed: false; denied once enforced",
                    _ => "denied: the image fulfils no criterion",
                }
        );
        if (image.Verdict is ImageVerdict.Denied or ImageVerdict.MarkedOnly)
            foreach (var mismatch in image.Mismatches)
                writer.WriteLine($"  - {Visible.Text(mismatch)}");
    }

    private static IEnumerable<string> Advice(Explanation explanation)
    {
        if (explanation.Denied?.Decision.Layer is PolicyLayer.IdentityPolicy or PolicyLayer.ResourceControlPolicy)
        {
            yield return "the guardrails do not decide this: it is for whoever manages that policy";
            yield break;
        }
        if (explanation.IsAllowed || explanation.Declarative is not { } policy)
            yield break;
        var launches = GuardedActions.Launch.Contains(explanation.Call.Action, StringComparer.OrdinalIgnoreCase);
        if (launches)
        {
            var owners = explanation.UsableOwners;
            if (!owners.IsEmpty)
                yield return $"use an image of: {string.Join(", ", owners.Take(8))}{(owners.Length > 8 ? $" and {owners.Length - 8} more (`amigov allowlist`)" : "")}";
            if (policy.ExceptionMessage is { } message)
                yield return $"the organization says: {Visible.Text(message)}";
        }
        else if (GuardedActions.Creation.Contains(explanation.Call.Action, StringComparer.OrdinalIgnoreCase))
        {
            yield return "images are built in publisher accounts; an exception with `may_create_images` or a role in `image_creation_roles` lifts this";
        }
    }

    public static string Json(Explanation explanation) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString(
                "decision",
                explanation.IsAllowed ? "allowed" : Name(explanation.Denied?.Decision.Outcome ?? Outcome.ExplicitDeny)
            );
            writer.WriteString(
                "layer",
                explanation.IsAllowed ? ""
                    : explanation.Denied is { } denied ? Layer(denied.Decision).Replace(' ', '_')
                    : "declarative_policy"
            );
            writer.WriteString("action", explanation.Call.Action);
            writer.WriteString("account", explanation.Call.Account);
            writer.WriteString("principal", explanation.Call.PrincipalArn);
            writer.WriteString("region", explanation.Call.Region);
            writer.WriteString("time", explanation.Call.Time);
            writer.WriteStartArray("service_control_policy");
            foreach (var answer in explanation.Answers)
                WriteAnswer(writer, answer);
            writer.WriteEndArray();
            if (explanation.Image is { } image)
            {
                writer.WriteStartObject("declarative_policy");
                writer.WriteString(
                    "verdict",
                    image.Verdict switch
                    {
                        ImageVerdict.NotGoverned => "not_governed",
                        ImageVerdict.OwnImage => "own_image",
                        ImageVerdict.Allowed => "allowed",
                        ImageVerdict.MarkedOnly => "marked_only",
                        _ => "denied",
                    }
                );
                if (image.Criterion > 0)
                    writer.WriteString("criterion", $"criteria_{image.Criterion}");
                writer.WriteStrings("mismatches", image.Mismatches);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        });

    private static void WriteAnswer(Utf8JsonWriter writer, ScpAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteString("resource", answer.Request.Resource);
        writer.WriteString("decision", Name(answer.Decision.Outcome));
        if (answer.Decision.DecidingStatement is { } statement && answer.Tree is { } tree)
        {
            writer.WriteString("statement", statement.Sid);
            writer.WriteString("file", tree.Source.Path);
            writer.WriteNumber("line", tree.At(statement.Node ?? tree.Root).Start.Line);
        }
        writer.WriteStartArray("not_matching");
        foreach (var other in answer.NotMatching)
        {
            writer.WriteStartObject();
            writer.WriteString("statement", other.Statement.Sid);
            writer.WriteString("file", other.Tree.Source.Path);
            writer.WriteString("because", Fails(other.Condition, answer.Request));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStrings("missing_keys", answer.MissingKeys);
        writer.WriteEndObject();
    }

    private static string Name(Outcome outcome) =>
        outcome switch
        {
            Outcome.Allowed => "allowed",
            Outcome.ExplicitDeny => "explicitDeny",
            _ => "implicitDeny",
        };
}
