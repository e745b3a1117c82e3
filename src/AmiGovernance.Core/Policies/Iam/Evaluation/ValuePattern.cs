using System.Text;

namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>
/// A value of a condition or resource with its policy variables: `${aws:PrincipalAccount}`, `${aws:x, 'default'}`, and the
/// escapes `${*}`, `${?}`, `${$}` (IAM user guide, "IAM policy elements: Variables and tags").
/// </summary>
internal sealed class ValuePattern
{
    // Stand for literal wildcards while a pattern is expanded; they occur in no AWS value.
    private const char LiteralStar = '\uE000';
    private const char LiteralQuestion = '\uE001';

    private readonly (string Text, ConditionKey? Variable, string? Default)[] parts;

    private ValuePattern(string text, (string, ConditionKey?, string?)[] parts)
    {
        Text = text;
        this.parts = parts;
        IsFixed = this.parts.All(p => p.Variable is null);
        Fixed = IsFixed ? string.Concat(this.parts.Select(p => p.Text)) : null;
        HasWildcards = this.parts.Any(p => Wildcard.HasWildcards(p.Text));
    }

    public string Text { get; }

    /// <summary>Whether the value is the same for every request.</summary>
    public bool IsFixed { get; }

    public bool HasWildcards { get; }

    /// <summary>The keys whose values it takes in.</summary>
    public IEnumerable<ConditionKey> Variables => parts.Select(p => p.Variable).OfType<ConditionKey>();

    /// <summary>Of these, those that the request may carry with a value that nobody told.</summary>
    public IEnumerable<ConditionKey> OpenVariables(RequestContext request, OpenFacts facts) =>
        IsFixed ? [] : Variables.Where(v => !request.TryGet(v, out _) && facts.IsOpen(v));

    private string? Fixed { get; }

    /// <summary>A fixed value without wildcards as the text that it stands for; null otherwise.</summary>
    public string? Literal => Fixed is not null && !HasWildcards ? Plain(Fixed) : null;

    /// <summary>A resource: variables stand only after the fifth colon of an ARN; before it `${…}` is plain text.</summary>
    public static ValuePattern ParseResource(string text, bool variables)
    {
        // Negative for what is no ARN: such as `*`, a text without any part.
        var from = 0;
        for (var colons = 0; colons < 5 && from >= 0; colons++)
            from = text.IndexOf(':', from) + 1 is > 0 and var next ? next : -1;
        return Parse(text, variables, from);
    }

    /// <param name="variables">False for policies of version 2008-10-17, where `${…}` is plain text.</param>
    public static ValuePattern Parse(string text, bool variables, int variablesFrom = 0)
    {
        var parts = new List<(string, ConditionKey?, string?)>();
        var plain = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var close =
                variables && at >= variablesFrom && text[at] == '$' && at + 1 < text.Length && text[at + 1] == '{'
                    ? text.IndexOf('}', at)
                    : -1;
            if (close < 0)
            {
                plain.Append(text[at]);
                continue;
            }
            var name = text[(at + 2)..close];
            at = close;
            if (name is "*" or "?" or "$")
            {
                plain.Append(
                    name switch
                    {
                        "*" => LiteralStar,
                        "?" => LiteralQuestion,
                        _ => '$',
                    }
                );
                continue;
            }
            var (key, fallback) = SplitDefault(name);
            if (plain.Length > 0)
                parts.Add((plain.ToString(), null, null));
            plain.Clear();
            parts.Add(("", ConditionKey.Of(key), fallback));
        }
        if (plain.Length > 0 || parts.Count == 0)
            parts.Add((plain.ToString(), null, null));
        return new ValuePattern(text, [.. parts]);
    }

    /// <summary>
    /// The pattern for one request; wildcards in a variable's value are literal. Null when a variable has neither a single value
    /// nor a default: such a value matches nothing.
    /// </summary>
    public string? Expand(RequestContext request)
    {
        if (Fixed is not null)
            return Fixed;
        var result = new StringBuilder();
        foreach (var (text, variable, fallback) in parts)
        {
            if (variable is not { } key)
                result.Append(text);
            else if (request.TryGet(key, out var values) && values.Length == 1)
                result.Append(Escape(values[0]));
            else if (fallback is not null)
                result.Append(Escape(fallback));
            else
                return null;
        }
        return result.ToString();
    }

    /// <summary>Compares with wildcards where the pattern has them.</summary>
    public static bool Matches(ReadOnlySpan<char> expanded, ReadOnlySpan<char> text, bool ignoreCase = false)
    {
        if (expanded.IndexOfAny(LiteralStar, LiteralQuestion) < 0)
            return Wildcard.Matches(expanded, text, ignoreCase);
        Span<char> copy = text.Length <= 512 ? stackalloc char[text.Length] : new char[text.Length];
        text.CopyTo(copy);
        copy.Replace('*', LiteralStar);
        copy.Replace('?', LiteralQuestion);
        return Wildcard.Matches(expanded, copy, ignoreCase);
    }

    /// <summary>The text that an expanded pattern stands for when wildcards have no meaning.</summary>
    public static string Plain(string expanded) =>
        expanded.AsSpan().IndexOfAny(LiteralStar, LiteralQuestion) < 0
            ? expanded
            : expanded.Replace(LiteralStar, '*').Replace(LiteralQuestion, '?');

    private static string Escape(string value) =>
        Wildcard.HasWildcards(value) ? value.Replace('*', LiteralStar).Replace('?', LiteralQuestion) : value;

    private static (string Key, string? Default) SplitDefault(string name)
    {
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
            return (name.Trim(), null);
        var fallback = name[(comma + 1)..].Trim();
        return fallback.Length >= 2 && fallback[0] == '\'' && fallback[^1] == '\''
            ? (name[..comma].Trim(), fallback[1..^1])
            : (name.Trim(), null);
    }
}
