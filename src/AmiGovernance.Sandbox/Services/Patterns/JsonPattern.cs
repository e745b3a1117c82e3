using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Sandbox.Services.Patterns;

/// <summary>
/// A pattern for JSON (CloudWatch Logs user guide, "Using filter patterns to match terms in JSON log events"): comparisons of selectors,
/// `NOT EXISTS` and `IS`, joined by `&amp;&amp;` and `||`.
/// </summary>
internal sealed partial class JsonPattern : ILogPattern
{
    private readonly List<string> tokens;
    private readonly Func<JsonNode?, bool> condition;
    private int at;

    public JsonPattern(string text)
    {
        tokens = Tokens(text);
        Expect("{");
        condition = Either();
        Expect("}");
        if (at != tokens.Count)
            throw new FormatException("text after the pattern");
    }

    /// <summary>A message that is no JSON matches nothing.</summary>
    public bool Matches(string message)
    {
        try
        {
            return condition(JsonNode.Parse(message));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static List<string> Tokens(string text)
    {
        var found = new List<string>();
        for (var start = 0; start < text.Length; )
        {
            var match = Token().Match(text, start);
            if (!match.Success || match.Index != start)
                throw new FormatException($"nothing is known that begins with `{text[start]}`");
            start += match.Length;
            if (match.Groups[1].Length > 0)
                found.Add(match.Groups[1].Value);
        }
        return found;
    }

    private string Next() => at < tokens.Count ? tokens[at++] : throw new FormatException("the pattern ends early");

    private void Expect(string token)
    {
        if (Next() != token)
            throw new FormatException($"`{token}` is missing");
    }

    private bool Take(string token)
    {
        if (at >= tokens.Count || tokens[at] != token)
            return false;
        at++;
        return true;
    }

    private Func<JsonNode?, bool> Either()
    {
        var left = Both();
        while (Take("||"))
        {
            var (first, second) = (left, Both());
            left = message => first(message) || second(message);
        }
        return left;
    }

    private Func<JsonNode?, bool> Both()
    {
        var left = One();
        while (Take("&&"))
        {
            var (first, second) = (left, One());
            left = message => first(message) && second(message);
        }
        return left;
    }

    private Func<JsonNode?, bool> One()
    {
        if (Take("("))
        {
            var inner = Either();
            Expect(")");
            return inner;
        }
        var path = Selector();
        return Next() switch
        {
            "NOT" => NotExists(path),
            "IS" => Is(path),
            "=" => Equal(path, Value(), wanted: true),
            "!=" => Equal(path, Value(), wanted: false),
            ">" => Compare(path, sign => sign > 0),
            ">=" => Compare(path, sign => sign >= 0),
            "<" => Compare(path, sign => sign < 0),
            "<=" => Compare(path, sign => sign <= 0),
            var unknown => throw new FormatException($"`{unknown}` is no operator"),
        };
    }

    private string[] Selector()
    {
        var selector = Next();
        if (!selector.StartsWith("$.", StringComparison.Ordinal))
            throw new FormatException($"`{selector}` is no selector");
        if (selector.Split("[*]").Length > 2)
            throw new FormatException($"`{selector}` has more than one `[*]`");
        return [.. Step().Matches(selector).Select(m => m.Value.TrimStart('.').Trim('[', ']'))];
    }

    private Func<JsonNode?, bool> NotExists(string[] path)
    {
        Expect("EXISTS");
        return message => !Find(message, path).Any();
    }

    private Func<JsonNode?, bool> Is(string[] path)
    {
        var wanted = Next();
        if (wanted is not ("NULL" or "TRUE" or "FALSE"))
            throw new FormatException($"`IS {wanted}` is not known");
        return message =>
            Find(message, path)
                .Any(value => (value?.ToJsonString() ?? "null").Equals(wanted, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What is not there is neither equal nor unequal to anything.</summary>
    private static Func<JsonNode?, bool> Equal(string[] path, Func<string, bool> value, bool wanted) =>
        message => Find(message, path).OfType<JsonNode>().Any(found => value(Text(found)) == wanted);

    private Func<JsonNode?, bool> Compare(string[] path, Func<int, bool> holds)
    {
        var number = Number(Next()) ?? throw new FormatException("a number is missing");
        return message =>
            Find(message, path)
                .OfType<JsonNode>()
                .Any(found => Number(Text(found)) is { } own && holds(own.CompareTo(number)));
    }

    private static double? Number(string text)
    {
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        return isNumber ? number : null;
    }

    private static string Text(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    /// <summary>A text with wildcards, or a regular expression.</summary>
    private Func<string, bool> Value()
    {
        var token = Next();
        if (token[0] == '%')
            return LogExpression.Parse(token);
        var text = token[0] == '"' ? token[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : token;
        return found => Wildcard.Matches(text, found);
    }

    /// <summary>None when it is not there; several for `[*]`.</summary>
    private static IEnumerable<JsonNode?> Find(JsonNode? node, ReadOnlySpan<string> path)
    {
        if (path is ["*", .. var below])
        {
            var found = new List<JsonNode?>();
            foreach (var item in node as JsonArray ?? [])
                found.AddRange(Find(item, below));
            return found;
        }
        if (path is [var step, .. var rest])
            return TryStep(node, step, out var next) ? Find(next, rest) : [];
        return [node];
    }

    /// <summary>An index of a list, or a name of an object.</summary>
    private static bool TryStep(JsonNode? node, string step, out JsonNode? next)
    {
        next = null;
        if (node is JsonObject members)
            return members.TryGetPropertyValue(step, out next);
        var isIndex = int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index);
        if (!isIndex || node is not JsonArray list || index >= list.Count)
            return false;
        next = list[index];
        return true;
    }

    [GeneratedRegex(
        """\s*((?:"(?:[^"\\]|\\.)*"|\$(?:\.\w+|\[(?:\d+|\*)\])+|&&|\|\||!=|>=|<=|[{}()=<>]|%[^%]+%|[\w.*-]+)|$)\s*"""
    )]
    private static partial Regex Token();

    [GeneratedRegex(@"\.\w+|\[(?:\d+|\*)\]")]
    private static partial Regex Step();
}
