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
        // "You can use a policy variable … only in the resource portion of the ARN. This portion … appears after the fifth colon" (IAM user
        // guide, "Variables and tags"), and the type of the resource stands there; iam-simulate compares the type before it fills it in.
        || Values(statement["Resource"] ?? statement["NotResource"]).Any(HasVariableType)
        // A statement covers the resources that it names, and "NotResource … matches every resource except those specified" (IAM user guide,
        // "Resource" and "NotResource"). A resource that has no id yet, such as `instance/*`, is none of those with an id; iam-simulate takes
        // it for one in what allows and in NotResource.
        || Values(statement["Resource"] ?? statement["NotResource"]).Any(v => IsListedByType(v, generated.Resource))
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

    private static bool HasVariableType(string arn) => TypeOf(arn).Contains("${", StringComparison.Ordinal);

    private static bool IsListedByType(string arn, string resource) =>
        resource.EndsWith("/*", StringComparison.Ordinal)
        && !arn.EndsWith("/*", StringComparison.Ordinal)
        && TypeOf(arn) == TypeOf(resource);

    /// <summary>Empty for what is no whole ARN.</summary>
    private static string TypeOf(string arn)
    {
        var parts = arn.Split(':', 6);
        return parts.Length < 6
            ? ""
            : parts[5][..(parts[5].LastIndexOf('/') is > 0 and var end ? end : parts[5].Length)];
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
