using System.Text.RegularExpressions;

namespace AmiGovernance.TestSupport.Pipelines;

/// <summary>
/// The conditions of `rules:if` that our pipelines use (docs.gitlab.com, "CI/CD variable expressions"): variables, texts in double
/// quotes, `==`, `!=`, `&amp;&amp;`. A variable alone holds when it is there and not empty.
/// </summary>
/// <param name="variables">Null for what is not there.</param>
internal sealed partial class GitLabCondition(Func<string, string?> variables)
{
    public bool Holds(string condition) => condition.Split(" && ").All(Term);

    private bool Term(string term)
    {
        var match = Comparison().Match(term);
        Assert.True(match.Success, $"`{term}` is not known");
        var left = Value(match.Groups["left"].Value);
        if (!match.Groups["operator"].Success)
            return !string.IsNullOrEmpty(left);
        var right = Value(match.Groups["right"].Value);
        return match.Groups["operator"].Value == "==" == string.Equals(left, right, StringComparison.Ordinal);
    }

    private string? Value(string term) => term[0] == '"' ? term[1..^1] : variables(term[1..]);

    [GeneratedRegex("""^(?<left>\$[A-Z0-9_]+|"[^"]*")(?: (?<operator>==|!=) (?<right>\$[A-Z0-9_]+|"[^"]*"))?$""")]
    private static partial Regex Comparison();
}
