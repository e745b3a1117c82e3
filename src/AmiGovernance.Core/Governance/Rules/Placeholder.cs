using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AmiGovernance.Core.Governance.Rules;

/// <summary>
/// Text in a policy that something fills in before the policy is deployed: `${ACCELERATOR_PREFIX}` of Landing Zone Accelerator,
/// `[PRIVILEGED_ROLE]` and `&lt;my-vpc&gt;` of AWS's samples, `{{account}}` of templates. Its value is not known and never judged.
/// </summary>
internal static partial class Placeholder
{
    /// <summary>Whether some of the text is filled in later.</summary>
    public static bool IsIn(string text) => Pattern().IsMatch(text);

    public static IEnumerable<string> In(string text) => Pattern().Matches(text).Select(m => m.Value);

    public static string Removed(string text) => Pattern().Replace(text, "");

    /// <summary>Resources as they could become: a placeholder stands for anything.</summary>
    public static ImmutableArray<string> AsPatterns(ImmutableArray<string> texts) =>
        [.. texts.Select(t => Pattern().Replace(t, "*"))];

    /// <summary>IAM's own variables have a prefix with a colon (`${aws:PrincipalAccount}`) or stand for one character (`${*}`).</summary>
    [GeneratedRegex(
        @"\$\{[A-Za-z_][A-Za-z0-9_.-]*\}|\$\{ACCEL_LOOKUP:[^}]*\}|\{\{[^}]*\}\}|<[A-Za-z][^<>]*>|\[[A-Z][A-Za-z0-9_ /*-]*\]",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Pattern();
}
