using System.Text.RegularExpressions;

namespace AmiGovernance.Sandbox.Services.Patterns;

/// <summary>
/// A pattern for text (CloudWatch Logs user guide, "Using filter patterns to match terms in unstructured log events"): terms that a
/// message must hold, must not hold (`-`), or of which it must hold one (`?`). Without terms it matches everything.
/// </summary>
internal sealed partial class TermPattern : ILogPattern
{
    private readonly List<Func<string, bool>> needed = [];
    private readonly List<Func<string, bool>> excluded = [];
    private readonly List<Func<string, bool>> alternatives = [];

    public TermPattern(string text)
    {
        text = text.Trim();
        for (var at = 0; at < text.Length; )
        {
            var match = Term().Match(text, at);
            if (!match.Success || match.Index != at)
                throw new FormatException($"a term with `{text[at]}` stands in quotation marks");
            at += match.Length;
            ListOf(match.Groups["sign"].Value).Add(Holds(match.Groups["term"].Value));
        }
    }

    /// <summary>"?" has no effect beside terms of other kinds.</summary>
    public bool Matches(string message) =>
        needed.TrueForAll(t => t(message))
        && !excluded.Exists(t => t(message))
        && (alternatives.Count == 0 || needed.Count + excluded.Count > 0 || alternatives.Exists(t => t(message)));

    private List<Func<string, bool>> ListOf(string sign) =>
        sign switch
        {
            "-" => excluded,
            "?" => alternatives,
            _ => needed,
        };

    private static Func<string, bool> Holds(string term)
    {
        if (term[0] == '%')
            return LogExpression.Parse(term);
        var text = term[0] == '"' ? term[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : term;
        return message => message.Contains(text, StringComparison.Ordinal);
    }

    [GeneratedRegex("""\s*(?<sign>[?-]?)(?<term>"(?:[^"\\]|\\.)*"|%[^%]+%|\w+)(?=\s|$)\s*""")]
    private static partial Regex Term();
}
