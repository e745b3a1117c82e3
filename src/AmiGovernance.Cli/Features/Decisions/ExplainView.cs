using AmiGovernance.Cli.Shell;
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
    private const int MostOthers = 5;
    private const int MostOwners = 8;

    public static void WriteText(TextWriter writer, ExplainAnswer answer, DiagnosticPrinter places)
    {
        writer.WriteLine($"blocked by: {OpeningWords.Blocked(answer)}");
        writer.WriteLine($"why:        {OpeningWords.Why(answer)}");
        writer.WriteLine($"instead:    {RemedyWords.Of(answer)}");
        writer.WriteLine();
        if (answer.Explanation is { } explanation)
            WriteExplanation(writer, answer, explanation, places);
        else
            WriteAlone(writer, answer);
    }

    private static void WriteAlone(TextWriter writer, ExplainAnswer answer)
    {
        if (answer.Refusal is { } refusal)
            RefusalView.WriteAlone(writer, refusal, answer.Missing);
        foreach (var line in StockWords.Lines(answer))
            writer.WriteLine($"  - {line}");
    }

    private static void WriteExplanation(
        TextWriter writer,
        ExplainAnswer answer,
        Explanation explanation,
        DiagnosticPrinter places
    )
    {
        if (explanation.Refusal is { } refusal)
            RefusalView.Write(writer, refusal, explanation);
        WriteCall(writer, explanation);
        writer.WriteLine();
        if (!explanation.ScpApplies)
            writer.WriteLine(
                "service control policy: does not reach this caller (management account or service-linked role)"
            );
        if (explanation.Denied is { } denied)
            WriteDenied(writer, explanation, denied, places);
        else
            WriteUndenied(writer, explanation);
        if (explanation.ScpApplies)
            WriteOthers(writer, explanation.Denied is { } one ? [one] : explanation.Answers.Where(a => a.IsTouched));
        WriteResourceControl(writer, explanation);
        WriteDeclarative(writer, explanation);
        if (explanation.OwnerNote is { } note)
            writer.WriteLine($"  - {Sanitize.Text(note)}");
        foreach (var left in explanation.NotJudged)
            writer.WriteLine($"  - left out: {Sanitize.Text(left)}");
        foreach (var line in StockWords.Lines(answer))
            writer.WriteLine($"  - {line}");
        foreach (var advice in Advice(explanation).Concat(NextCommands.Of(answer)))
            writer.WriteLine($"  = {advice}");
    }

    private static void WriteUndenied(TextWriter writer, Explanation explanation)
    {
        if (explanation.OpenKeys.IsEmpty && explanation.ScpApplies)
            writer.WriteLine("service control policy: no statement denies this call");
        foreach (var line in OpenWords.Lines(explanation))
            writer.WriteLine(line);
    }

    private static void WriteCall(TextWriter writer, Explanation explanation)
    {
        var call = explanation.Call;
        var verdict = Verdict(explanation);
        var caller = explanation.IsByAnyAccount
            ? "any account that no policy names"
            : call.Session ?? call.PrincipalArn;
        var image = call.ImageOwner is { } owner
            ? $" from image {Sanitize.Text(call.ImageId ?? "ami-?")} of {Sanitize.Text(owner)}"
            : "";
        writer.WriteLine($"{verdict}: {Sanitize.Text(call.Action)}{image} by {Sanitize.Text(caller)} in {call.Region}");
    }

    /// <summary>Of these policies; what AWS said stands before it.</summary>
    private static string Verdict(Explanation explanation)
    {
        var of = explanation.Refusal is null ? "" : "these policies: ";
        return of
            + explanation.Verdict switch
            {
                CallVerdict.Allowed => "allowed",
                CallVerdict.Depends =>
                    $"depends on {string.Join(", ", explanation.DependsOn.Select(d => Sanitize.Text(d)))}",
                CallVerdict.Unknown =>
                    $"unknown without {string.Join(", ", explanation.MissingFacts.Select(d => Sanitize.Text(d)))}",
                _ => "DENIED",
            };
    }

    private static void WriteDenied(
        TextWriter writer,
        Explanation explanation,
        ScpAnswer denied,
        DiagnosticPrinter places
    )
    {
        var layer = denied.Decision.Layer.Words();
        var resource = Sanitize.Text(denied.Request.Resource);
        var level = ExplainWords.LevelOf(explanation, denied.Decision);
        if (denied.Decision.DecidingStatement is not { } statement)
        {
            var nobody = level is null ? "no statement" : $"nothing attached to {level}";
            writer.WriteLine($"{layer}: denied on {resource}: {nobody} allows it");
            return;
        }
        var attached = level is null ? "" : $", attached to {level}";
        writer.WriteLine(
            $"{layer}: denied by statement `{Sanitize.Text(statement.Sid ?? "without a name")}` on {resource}{attached}"
        );
        if (denied.Tree is { } tree)
            WritePlaces(places, tree, statement, denied.Request);
        if (!denied.MissingKeys.IsEmpty)
            writer.WriteLine(
                $"  = not in the request: {string.Join(", ", denied.MissingKeys)}; negated conditions on them hold"
            );
    }

    /// <summary>Each condition of the statement at its place, with what makes it hold.</summary>
    private static void WritePlaces(
        DiagnosticPrinter printer,
        JsonDocumentTree tree,
        Statement statement,
        RequestContext request
    )
    {
        var whole = statement.Node ?? tree.Root;
        if (statement.Conditions.IsEmpty)
            printer.PrintPlace(tree.At(whole), "no condition: always");
        foreach (var condition in statement.Conditions)
        {
            var value = ExplainWords.Value(condition, request);
            printer.PrintPlace(
                tree.At(Place(statement, condition, request) ?? whole),
                Sanitize.Text($"`{condition.Operator}` holds: {condition.Key} is {value}")
            );
        }
    }

    /// <summary>The value that the request meets, where it stands in a list; else all that the condition names.</summary>
    private static JsonNode? Place(Statement statement, Condition condition, RequestContext request)
    {
        if (condition.Node is not JsonArray list)
            return condition.Node;
        var met = StatementMatch.MatchedValue(statement, condition, request);
        return met < 0 ? list : list.Items[met];
    }

    /// <summary>The statements that could have denied, and the first condition of each that does not hold.</summary>
    private static void WriteOthers(TextWriter writer, IEnumerable<ScpAnswer> answers)
    {
        var others = answers
            .SelectMany(a => a.NotMatching.Select(n => (a.Request, n)))
            .DistinctBy(o => (o.n.Tree.Source.Path, o.n.Statement.Sid, o.n.Statement.Node?.Pointer))
            .ToList();
        foreach (var (request, other) in others.Take(MostOthers))
        {
            var name = Sanitize.Text(other.Statement.Sid ?? "a statement");
            writer.WriteLine(
                $"  - `{name}` does not match: {Sanitize.Text(ExplainWords.Fails(other.Condition, request))}"
            );
        }
        var more = others.Count - MostOthers;
        if (more > 0)
            writer.WriteLine(
                $"  - {Plural.Of(more, "more statement does", "more statements do")} not match (`--output json`)"
            );
    }

    private static void WriteResourceControl(TextWriter writer, Explanation explanation)
    {
        if (ResourceControlServices.Cover(explanation.Call.Action))
            return;
        if (explanation.LacksResourceControl)
            writer.WriteLine("resource control policy: not read; none can deny this call, for none reaches EC2");
        if (explanation.ResourceControlPolicies.IsEmpty)
            return;
        var names = explanation.ResourceControlPolicies.Select(Sanitize.Text).ToList();
        writer.WriteLine(
            $"resource control policy: {Shortened.List(names, MostOthers)} cannot deny this call: none reaches EC2"
        );
    }

    private static void WriteDeclarative(TextWriter writer, Explanation explanation)
    {
        if (explanation.RefusedFor is { } attribute)
            writer.WriteLine($"declarative policy: denied to every account: it sets {attribute.Name}");
        if (explanation.Image is not { } image)
            return;
        const string Open = "audit mode: usable, marked or not by what is not known";
        var words = explanation.Mark == AuditMark.Unknown ? Open : Verdict(image);
        writer.WriteLine($"declarative policy: {words}");
        if (image.Verdict is ImageVerdict.Denied or ImageVerdict.MarkedOnly or ImageVerdict.Unknown)
            foreach (var mismatch in image.Mismatches)
                writer.WriteLine($"  - {Sanitize.Text(mismatch)}");
    }

    private static string Verdict(ImageDecision image) =>
        image.Verdict switch
        {
            ImageVerdict.NotGoverned => "says nothing about images",
            ImageVerdict.OwnImage => "the account's own images are always usable",
            ImageVerdict.Allowed => $"allowed by criteria_{image.Criterion}",
            ImageVerdict.MarkedOnly => "audit mode: usable, but marked ImageAllowed: false; denied once enforced",
            ImageVerdict.Unknown => "not known whether the image fulfils a criterion",
            _ => "denied: the image fulfils no criterion",
        };

    private static IEnumerable<string> Advice(Explanation explanation)
    {
        if (explanation.Denied?.Decision.Layer is { } layer && layer != PolicyLayer.ServiceControlPolicy)
            return ["the guardrails do not decide this: it is for whoever manages that policy"];
        if (explanation.IsAllowed || explanation.Declarative is not { } policy)
            return [];
        if (GuardedActions.IsLaunch(explanation.Call.Action))
            return LaunchAdvice(explanation, policy);
        if (GuardedActions.IsCopy(explanation.Call.Action) && explanation.IsDeniedByOwner)
            return
            [
                "images of owners outside the list are not copied; put the owner on the list, or copy an image of one who is",
            ];
        return GuardedActions.IsCreation(explanation.Call.Action)
            ?
            [
                "images are built in publisher accounts; an exception with `may_create_images` or a role in `image_creation_roles` lifts this",
            ]
            : [];
    }

    private static IEnumerable<string> LaunchAdvice(Explanation explanation, DeclarativePolicy policy)
    {
        var verdict = explanation.Verdict;
        if (verdict == CallVerdict.Depends)
            yield break;
        var owners = explanation.UsableOwners;
        var where = owners.Length > MostOwners ? " (`amigov allowlist`)" : "";
        if (!owners.IsEmpty)
            yield return $"use an image of: {Shortened.List(owners, MostOwners)}{where}";
        if (policy.ExceptionMessage is { } message && verdict.IsDenied())
            yield return $"the organization says: {Sanitize.Text(message)}";
    }
}
