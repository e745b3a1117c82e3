using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>The image naming pattern must be one that names can be checked against.</summary>
public static class NamingPattern
{
    public static readonly Rule Rule = new(
        new DiagnosticDescriptor("AMI0214", Severity.Error, "image naming pattern cannot be used"),
        Check
    );

    private static void Check(RuleInput input, DiagnosticBag bag)
    {
        if (Problem(input.Config.Policy.ImageNamingPattern) is not { } problem)
            return;
        var node = (input.Config.Tree.Root as JsonObject)?["policy_config"] is JsonObject policy
            ? policy["image_naming_pattern"]
            : null;
        bag.Report(
            Rule.Descriptor,
            input.At(node ?? input.Config.Tree.Root),
            problem,
            "placeholders stand in braces, once each, with text between them: `{org}-{os}-{version}-{purpose}-{date}`"
        );
    }

    /// <summary>EC2: the name of an image has letters, digits and ( ) [ ] space . / - ' @ _ (API reference, CreateImage).</summary>
    public static bool IsNameCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || "()[] ./-'@_".Contains(c, StringComparison.Ordinal);

    /// <summary>What is wrong with a pattern, or null.</summary>
    public static string? Problem(string pattern)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < pattern.Length; )
        {
            if (pattern[at] == '}')
                return "a `}` without `{`";
            if (pattern[at] != '{')
            {
                if (!IsNameCharacter(pattern[at]))
                    return $"`{pattern[at]}` cannot stand in an image name";
                at++;
                continue;
            }
            var close = pattern.IndexOf('}', at);
            if (close < 0)
                return "a `{` is not closed";
            var name = pattern[(at + 1)..close];
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterLower(c) || c == '_'))
                return $"`{{{name}}}` is not a placeholder";
            if (!names.Add(name))
                return $"the placeholder `{{{name}}}` stands twice";
            at = close + 1;
            if (at < pattern.Length && pattern[at] == '{')
                return $"nothing separates `{{{name}}}` from the next placeholder";
        }
        return names.Count == 0 ? "the pattern has no placeholder" : null;
    }
}
