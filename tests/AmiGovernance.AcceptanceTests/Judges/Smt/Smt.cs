using System.Text;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>SMT-LIB text of formulas. What is constant is folded, so that the formulas stay readable.</summary>
internal static class Smt
{
    public const string True = "true";
    public const string False = "false";

    public static string Of(bool value) => value ? True : False;

    public static string Not(string formula) =>
        formula switch
        {
            True => False,
            False => True,
            _ => $"(not {formula})",
        };

    public static string And(params IEnumerable<string> formulas) => Join("and", True, False, formulas);

    public static string Or(params IEnumerable<string> formulas) => Join("or", False, True, formulas);

    public static string Equal(string left, string right) => left == right ? True : $"(= {left} {right})";

    /// <summary>A string constant; SMT-LIB doubles quotes and knows no backslash but in `\u{…}`.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
            text.Append(
                c switch
                {
                    '"' => "\"\"",
                    '\\' => @"\u{5c}",
                    < ' ' or > '~' => $@"\u{{{(int)c:x}}}",
                    _ => c.ToString(),
                }
            );
        return text.Append('"').ToString();
    }

    /// <summary>Whether a term is of a regular language.</summary>
    public static string Is(string term, string expression) => $"(str.in_re {term} {expression})";

    public static string Sequence(params IReadOnlyCollection<string> parts) =>
        parts.Count switch
        {
            0 => "(str.to_re \"\")",
            1 => parts.Single(),
            _ => $"(re.++ {string.Join(' ', parts)})",
        };

    public static string Either(params IReadOnlyCollection<string> parts) =>
        parts.Count == 1 ? parts.Single() : $"(re.union {string.Join(' ', parts)})";

    /// <summary>The language of a pattern in which `*` is any text and `?` any character.</summary>
    /// <param name="ignoreCase">Whether a letter stands for both of its cases.</param>
    public static string Language(string pattern, bool wildcards = true, bool ignoreCase = false)
    {
        var parts = new List<string>();
        var literal = new StringBuilder();
        void Flush()
        {
            if (literal.Length > 0)
                parts.Add($"(str.to_re {Text(literal.ToString())})");
            literal.Clear();
        }
        foreach (var c in pattern)
        {
            var special = Special(c, wildcards, ignoreCase);
            if (special is null)
            {
                literal.Append(c);
                continue;
            }
            Flush();
            parts.Add(special);
        }
        Flush();
        return Sequence(parts);
    }

    private static string? Special(char c, bool wildcards, bool ignoreCase)
    {
        if (wildcards && c == '*')
            return "re.all";
        if (wildcards && c == '?')
            return "re.allchar";
        return ignoreCase && char.IsAsciiLetter(c)
            ? $"(re.union (str.to_re {Text(c.ToString().ToLowerInvariant())}) (str.to_re {Text(c.ToString().ToUpperInvariant())}))"
            : null;
    }

    /// <summary>Whether a constant matches a pattern.</summary>
    public static bool IsLike(string value, string pattern, bool wildcards = true, bool ignoreCase = false)
    {
        if (ignoreCase)
            return IsLike(value.ToLowerInvariant(), pattern.ToLowerInvariant(), wildcards);
        if (!wildcards || pattern.Length == 0)
            return value == pattern;
        if (pattern[0] == '*')
            return IsLike(value, pattern[1..]) || value.Length > 0 && IsLike(value[1..], pattern);
        return value.Length > 0 && (pattern[0] == '?' || pattern[0] == value[0]) && IsLike(value[1..], pattern[1..]);
    }

    /// <summary>Whether a constant can be read so that the pattern goes on at a place.</summary>
    public static bool CanEnd(string value, string pattern, int place, bool wildcards, bool ignoreCase)
    {
        if (!IsLike(value, pattern[..place], wildcards, ignoreCase))
            // A `*` at the place may have read a part of the constant.
            return wildcards
                && place < pattern.Length
                && pattern[place] == '*'
                && IsLike(value, pattern[..(place + 1)], wildcards, ignoreCase);
        return true;
    }

    private static string Join(string name, string neutral, string deciding, IEnumerable<string> formulas)
    {
        var parts = formulas.Where(f => f != neutral).Distinct(StringComparer.Ordinal).ToList();
        if (parts.Contains(deciding))
            return deciding;
        return parts.Count switch
        {
            0 => neutral,
            1 => parts[0],
            _ => $"({name} {string.Join(' ', parts)})",
        };
    }
}
