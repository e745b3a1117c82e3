using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AmiGovernance.TestSupport.Policies.Iam.Evaluation;

/// <summary>
/// Where AWS's documentation settles a disagreement against iam-simulate 0.1.173. Each is kept as a vector in
/// tests/data/iam, and the second judge decides these cases too.
/// </summary>
internal static partial class KnownDisagreements
{
    public static bool Contains(GeneratedCase generated) =>
        generated
            .Levels.SelectMany(level => level)
            .SelectMany(policy => policy!["Statement"]!.AsArray())
            .Any(statement => Resources(statement!, generated) || Conditions(statement!, generated));

    private static bool Resources(JsonNode statement, GeneratedCase generated) =>
        // "If you specify an incomplete ARN, AWS automatically completes it by adding wildcards to all missing fields" (IAM user
        // guide, "IAM JSON policy elements: Resource"); iam-simulate lets it match nothing.
        Values(statement["Resource"] ?? statement["NotResource"]).Any(v => v != "*" && v.Count(c => c == ':') < 5)
        // A variable without value equals nothing, so NotResource applies; iam-simulate drops the statement.
        || Values(statement["NotResource"]).Any(v => HasMissingVariable(v, generated));

    private static bool Conditions(JsonNode statement, GeneratedCase generated)
    {
        if (statement["Condition"] is not JsonObject blocks)
            return false;
        foreach (var (name, keys) in blocks)
        foreach (var (key, value) in keys!.AsObject())
        {
            var present = generated.Context.Keys.Any(k => k.Equals(key, StringComparison.OrdinalIgnoreCase));
            // "The value is effectively null … if you use an inverted operator such as StringNotEquals, null does match" (IAM
            // user guide, "Variables and tags": variables with no value); iam-simulate lets the condition fail.
            if (
                name.Contains("Not", StringComparison.Ordinal)
                && Values(value).Any(v => HasMissingVariable(v, generated))
            )
                return true;
            // "${*}: use where you need an * character"; iam-simulate knows it in the operators with wildcards only.
            if (
                name.Contains("Equals", StringComparison.Ordinal)
                && Values(value).Any(v => v.Contains("${*}", StringComparison.Ordinal))
            )
                return true;
            // Variables may stand in any condition with ARN operators; iam-simulate fills them in after the fifth colon only.
            if (
                name.StartsWith("Arn", StringComparison.Ordinal)
                && Values(value).Any(v => v.Contains("::${", StringComparison.Ordinal))
            )
                return true;
            // "…IfExists: if the key is not present, evaluate the condition as true"; iam-simulate says false with ForAnyValue.
            if (
                name.StartsWith("ForAnyValue", StringComparison.Ordinal)
                && name.EndsWith("IfExists", StringComparison.Ordinal)
                && !present
            )
                return true;
        }
        return false;
    }

    private static bool HasMissingVariable(string text, GeneratedCase generated) =>
        Variable()
            .Matches(text)
            .Any(m =>
                !generated.Context.Keys.Any(k => k.Equals(m.Groups[1].Value, StringComparison.OrdinalIgnoreCase))
            );

    private static IEnumerable<string> Values(JsonNode? node) =>
        node switch
        {
            null => [],
            JsonArray array => array.Select(v => v!.GetValue<string>()),
            _ => [node.GetValue<string>()],
        };

    [GeneratedRegex(@"\$\{([^},*?$]+)\}")]
    private static partial Regex Variable();
}
