using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>What an answer depends on, and where people get it.</summary>
internal static class OpenWords
{
    private const int MostResources = 2;
    private const string PrincipalArn = "aws:PrincipalArn";

    public static IEnumerable<string> Lines(Explanation explanation)
    {
        foreach (var same in explanation.Open.GroupBy(o => o.Open.Open.Statement, ReferenceEqualityComparer.Instance))
            yield return Line([.. same]);
        foreach (var answer in explanation.Answers.Where(a => !a.IsTouched && a.Decision.Outcome != Outcome.Allowed))
            yield return IfNamed(answer);
        foreach (var advice in Advice(explanation))
            yield return $"  = {advice}";
    }

    private static string IfNamed(ScpAnswer denied)
    {
        var layer = denied.Decision.Layer.Words();
        var statement = Sanitize.Text(denied.Decision.DecidingStatement?.Sid ?? "a statement");
        return $"{layer}: `{statement}` denies {Sanitize.Text(denied.Request.Resource)}, if the call names one";
    }

    /// <summary>One statement, on all resources of the call on which it is open.</summary>
    private static string Line(List<(ScpAnswer Answer, OpenAnswer Open)> same)
    {
        var (answer, open) = same[0];
        var layer = open.Open.Layer.Words();
        var statement = open.Open.Statement;
        var may = statement.Effect == Effect.Deny ? "may deny" : "may or may not allow";
        var keys = string.Join(", ", open.Open.DependsOn($"the {answer.Type}'s id"));
        var place = open.Tree is { } tree
            ? $" ({Sanitize.Text(tree.Source.Path)}:{tree.At(statement.Node ?? tree.Root).Start.Line})"
            : "";
        var resources = Shortened.List([.. same.Select(s => Sanitize.Text(s.Answer.Request.Resource))], MostResources);
        return $"{layer}: statement `{Sanitize.Text(statement.Sid ?? "without a name")}`{place} {may} {resources}: "
            + $"depends on {Sanitize.Text(keys)}";
    }

    private static IEnumerable<string> Advice(Explanation explanation)
    {
        var keys = explanation
            .Open.SelectMany(o => o.Open.Open.Keys)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (explanation.Call.Session is not null && keys.Contains(PrincipalArn, StringComparer.OrdinalIgnoreCase))
            yield return $"the caller may be exempt: a session does not tell its role's path; {FindRole(explanation)} does,"
                + " then give it with `--principal`";
        if (explanation.MissingFacts.Any(f => f.StartsWith("the owner", StringComparison.Ordinal)))
            yield return $"give it with `--image-owner`; {FindOwner(explanation.Call.ImageId)} says it, in an account that sees the image;"
                + " so do its answer in a file (`--owners FILE`), `--live`, and the inventory (`amigov images show`)";
        if (GuardedActions.MakesImage(explanation.Call.Action) && keys.Exists(IsOwner))
            yield return "AWS lists `ec2:Owner` for the image that the call makes, and nobody has measured whether requests carry it:"
                + $" {SuggestedCommand.Of($"--context ec2:Owner={explanation.Call.Account.Value}")} answers for requests that do,"
                + $" {SuggestedCommand.Of($"--context ec2:Owner=")} for those that do not";
        var others = keys.Where(k => !k.Equals(PrincipalArn, StringComparison.OrdinalIgnoreCase) && !IsOwner(k))
            .ToList();
        if (others.Count > 0)
        {
            var option = SuggestedCommand.Of($"--context {others[0]}=VALUE");
            yield return $"give values with {option}, or the call's record with `--from-event`";
        }
    }

    private static string FindRole(Explanation explanation) =>
        SuggestedCommand.Of($"aws iam get-role --role-name {RoleName(explanation)} --query Role.Arn");

    private static string FindOwner(string? imageId)
    {
        var image = imageId is null ? ShellText.Of($"…") : ShellText.Value(imageId);
        return SuggestedCommand.Of(
            $"aws ec2 describe-images --image-ids {image} --query 'Images[].[OwnerId,ImageOwnerAlias]'"
        );
    }

    internal static bool IsOwner(string key) =>
        key.Equals("ec2:Owner", StringComparison.OrdinalIgnoreCase)
        || key.Equals("aws:ResourceAccount", StringComparison.OrdinalIgnoreCase);

    private static string RoleName(Explanation explanation)
    {
        var arn = explanation.Call.PrincipalArn;
        return arn[(arn.LastIndexOf('/') + 1)..];
    }
}
