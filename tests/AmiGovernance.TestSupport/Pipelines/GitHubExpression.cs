using System.Text.RegularExpressions;

namespace AmiGovernance.TestSupport.Pipelines;

/// <summary>
/// The expressions of GitHub Actions that our workflows use (docs.github.com, "Evaluate expressions in workflows and actions"): texts,
/// contexts, `!`, `==`, `!=`, `&amp;&amp;`, `||`, parentheses, and functions of the status. Anything else is an error.
/// </summary>
/// <param name="contexts">Values by their path, such as `github.ref`; what is not there is empty.</param>
/// <param name="status">`success`, `failure` or `cancelled`.</param>
internal sealed partial class GitHubExpression(Func<string, string?> contexts, string status)
{
    private readonly Queue<string> tokens = new();

    /// <summary>A text with `${{ … }}` in it.</summary>
    public string Fill(string text) => Placeholder().Replace(text, m => Evaluate(m.Groups[1].Value));

    /// <summary>A condition, with or without `${{ }}` around it. One without a function of the status asks for success too.</summary>
    public bool Holds(string? condition)
    {
        if (string.IsNullOrEmpty(condition))
            return status == "success";
        var bare =
            Placeholder().Match(condition) is { Success: true } match && match.Value == condition.Trim()
                ? match.Groups[1].Value
                : condition;
        return (StatusFunction().IsMatch(bare) || status == "success") && IsTrue(Evaluate(bare));
    }

    private static bool IsTrue(string value) => value is not ("" or "false");

    private string Evaluate(string expression)
    {
        tokens.Clear();
        foreach (Match token in Token().Matches(expression))
            tokens.Enqueue(token.Value);
        var value = Or();
        return tokens.Count == 0
            ? value
            : throw new FormatException($"{tokens.Peek()} is not expected in {expression}");
    }

    private bool Takes(string token)
    {
        var isNext = tokens.TryPeek(out var next) && next == token;
        if (isNext)
            tokens.Dequeue();
        return isNext;
    }

    private string Or()
    {
        var value = And();
        while (Takes("||"))
        {
            var other = And();
            value = IsTrue(value) ? value : other;
        }
        return value;
    }

    private string And()
    {
        var value = Comparison();
        while (Takes("&&"))
        {
            var other = Comparison();
            value = IsTrue(value) ? other : value;
        }
        return value;
    }

    private string Comparison()
    {
        var value = Unary();
        if (Takes("=="))
            return Text(value.Equals(Unary(), StringComparison.OrdinalIgnoreCase));
        if (Takes("!="))
            return Text(!value.Equals(Unary(), StringComparison.OrdinalIgnoreCase));
        return value;
    }

    private static string Text(bool value) => value ? "true" : "false";

    private string Unary()
    {
        if (Takes("!"))
            return Text(!IsTrue(Unary()));
        if (Takes("("))
        {
            var inner = Or();
            return Takes(")") ? inner : throw new FormatException("a parenthesis is not closed");
        }
        return Value(tokens.Dequeue());
    }

    private string Value(string token)
    {
        if (token[0] == '\'')
            return token[1..^1].Replace("''", "'", StringComparison.Ordinal);
        if (!Takes("("))
            return contexts(token) ?? "";
        Assert.True(Takes(")"), $"{token} takes nothing here");
        return token switch
        {
            "always" => "true",
            "success" or "failure" or "cancelled" => Text(token == status),
            _ => throw new FormatException($"the function {token} is not known"),
        };
    }

    [GeneratedRegex(@"\$\{\{\s*(.*?)\s*\}\}", RegexOptions.Singleline)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\b(always|success|failure|cancelled)\(\)")]
    private static partial Regex StatusFunction();

    [GeneratedRegex(@"'(?:[^']|'')*'|&&|\|\||==|!=|[!()]|[A-Za-z_][A-Za-z0-9_.-]*|\S")]
    private static partial Regex Token();
}
