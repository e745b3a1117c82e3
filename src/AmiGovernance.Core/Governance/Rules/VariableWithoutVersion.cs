using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// A policy variable in a document of language version 2008-10-17, which is what AWS assumes without `Version`: variables are literal
/// text there (IAM user guide, "IAM JSON policy elements: Version").
/// </summary>
internal static class VariableWithoutVersion
{
    public static readonly PolicyRule Rule = new(
        new DiagnosticDescriptor("AMI0333", Severity.Warning, "policy variable that is literal text"),
        Check
    );

    private static void Check(PolicyRuleInput input, DiagnosticBag bag)
    {
        if (input.Policy.Version == "2012-10-17")
            return;
        foreach (var statement in input.Policy.Statements)
        {
            var inConditions = statement.Conditions.SelectMany(c => c.Values.Select(v => (Text: v, c.Node)));
            var inResources = statement.Resources.Select(r => (Text: r, statement.Node));
            foreach (var (text, node) in inConditions.Concat(inResources).Where(t => HasVariable(t.Text)))
                bag.Report(
                    Rule.Descriptor,
                    input.At(node),
                    $"the variable in `{text}` is literal text: {Version(input.Policy)}",
                    "write `\"Version\": \"2012-10-17\"`"
                );
        }
    }

    private static bool HasVariable(string text) => Placeholder.Removed(text).Contains("${", StringComparison.Ordinal);

    private static string Version(PolicyDocument policy) =>
        policy.Version is { } version
            ? $"version {version} has no variables"
            : "without `Version` AWS takes 2008-10-17, which has no variables";
}
