using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A placeholder is no policy variable (IAM user guide, "IAM policy elements: Variables and tags"): AWS takes it literally, so an
/// exemption with one exempts nobody.
/// </summary>
internal static class UnfilledPlaceholder
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0334", Severity.Warning, "placeholder that is not filled in"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in input.Policy.Statements)
        foreach (var (text, node) in Texts(statement))
        foreach (var placeholder in Placeholder.In(text).Where(seen.Add))
            bag.Report(
                Rule.Descriptor,
                input.At(node),
                $"`{placeholder}` is no policy variable: AWS takes it literally",
                "fill it in before the policy is deployed, or lint what your pipeline makes of it; values with it are not judged"
            );
    }

    private static IEnumerable<(string Text, JsonNode? Node)> Texts(Statement statement)
    {
        var resources = (statement.Node as JsonObject)?[statement.ResourcesExcluded ? "NotResource" : "Resource"];
        return statement
            .Resources.Select(r => (r, resources))
            .Concat(statement.Conditions.SelectMany(c => c.Values.Select(v => (v, c.Node))));
    }
}
