using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>What AWS says of all texts of a kind.</summary>
/// <param name="Formula">Over `text`.</param>
internal sealed record SmtKind(string Formula, Func<string, bool> Holds)
{
    public static readonly SmtKind Any = new(Smt.True, _ => true);
}

/// <summary>
/// Texts of any length, of which policies ask only whether they match patterns. Each such question is a Boolean of the formula; which
/// answers can go together is asked once for each set of patterns: some text shows it, or Z3's theory of strings says that none does.
/// </summary>
internal static partial class SmtTexts
{
    private const int MostPatterns = 16;

    private sealed record Asked(string Name, string Pattern, bool Wildcards, bool IgnoreCase)
    {
        public bool Holds(string text) => Smt.IsLike(text, Pattern, Wildcards, IgnoreCase);

        public string Formula => Smt.Is("text", Smt.Language(Pattern, Wildcards, IgnoreCase));

        public IEnumerable<string> Pieces => Pattern.Split('*', '?').Where(piece => piece.Length > 0);

        /// <summary>Texts that may match, or just not.</summary>
        /// <param name="pieces">Of other patterns, which may stand where this one takes anything.</param>
        public IEnumerable<string> Alike(IEnumerable<string> pieces) =>
            pieces
                .Concat(["", "x", "0a", "Admin", "/x/y"])
                .Select(part => Pattern.Replace("*", part, StringComparison.Ordinal).Replace('?', 'z'))
                .SelectMany(text =>
                    new[] { text, $"{text}x", text.Length > 0 ? text[..^1] : "x", text.ToUpperInvariant() }
                );
    }

    private static readonly string[] Ordinary =
    [
        "root",
        "role/ordinary",
        "user/ordinary",
        "role/a/b",
        "x",
        "true",
        "false",
        "",
        "1",
    ];

    private static readonly ConcurrentDictionary<Asked, int> Numbers = new();
    private static readonly ConcurrentDictionary<int, Asked> Known = new();
    private static readonly ConcurrentDictionary<string, string> Together = new(StringComparer.Ordinal);
    private static readonly Lock Solving = new();
    private static readonly Lazy<Z3> Solver = new(() => new Z3());

    /// <summary>The Boolean for a text and a pattern.</summary>
    public static string Like(string name, string pattern, bool wildcards, bool ignoreCase)
    {
        lock (Solving)
        {
            var number = Numbers.GetOrAdd(new Asked(name, pattern, wildcards, ignoreCase), _ => Numbers.Count);
            Known.TryAdd(number, new Asked(name, pattern, wildcards, ignoreCase));
            return string.Create(CultureInfo.InvariantCulture, $"|text {number}|");
        }
    }

    /// <summary>The declarations and facts for all texts that a formula mentions.</summary>
    public static IEnumerable<string> Facts(string formula, Func<string, SmtKind> kindOf)
    {
        var numbers = Mentioned()
            .Matches(formula)
            .Select(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .Distinct()
            .Order()
            .ToList();
        foreach (var number in numbers)
            yield return string.Create(CultureInfo.InvariantCulture, $"(declare-const |text {number}| Bool)");
        foreach (var group in numbers.GroupBy(n => Known[n].Name, StringComparer.Ordinal))
            yield return $"(assert {Possible([.. group], kindOf(group.Key))})";
    }

    private static string Possible(List<int> numbers, SmtKind kind)
    {
        if (numbers.Count > MostPatterns)
            throw new NoFormulaException($"{numbers.Count} patterns of one text");
        return Together.GetOrAdd(
            $"{kind.Formula}\n{string.Join(',', numbers)}",
            _ =>
            {
                var pieces = numbers.SelectMany(n => Known[n].Pieces).Distinct().ToList();
                var some = pieces.Concat(pieces.SelectMany(_ => pieces, (a, b) => $"x{a}x{b}x")).ToList();
                var texts = numbers.SelectMany(n => Known[n].Alike(some)).Concat(Ordinary).Where(kind.Holds).Distinct();
                lock (Solving)
                    return Choose(numbers, 0, [.. texts], [kind.Formula], []);
            }
        );
    }

    /// <summary>All choices of answers that some text gives.</summary>
    /// <param name="texts">Those that give the answers so far.</param>
    private static string Choose(
        List<int> numbers,
        int at,
        List<string> texts,
        List<string> formulas,
        List<string> answers
    )
    {
        if (texts.Count == 0 && !IsPossible(formulas))
            return Smt.False;
        if (at == numbers.Count)
            return Smt.And(answers);
        var (name, asked) = (string.Create(CultureInfo.InvariantCulture, $"|text {numbers[at]}|"), Known[numbers[at]]);
        var isMatch = texts.ToLookup(asked.Holds);
        return Smt.Or(
            Choose(numbers, at + 1, [.. isMatch[true]], [.. formulas, asked.Formula], [.. answers, name]),
            Choose(
                numbers,
                at + 1,
                [.. isMatch[false]],
                [.. formulas, Smt.Not(asked.Formula)],
                [.. answers, Smt.Not(name)]
            )
        );
    }

    private static bool IsPossible(List<string> formulas)
    {
        var asserted = formulas.Select(f => $"(assert {f})");
        var question = string.Join('\n', asserted.Prepend("(declare-const text String)").Prepend(SmtRequest.Limit));
        return Solver.Value.Check(question) switch
        {
            Satisfiability.Satisfiable => true,
            Satisfiability.Unsatisfiable => false,
            _ => throw new NoFormulaException($"Z3 cannot tell of {string.Join(' ', formulas)}"),
        };
    }

    [GeneratedRegex(@"\|text ([0-9]+)\|")]
    private static partial Regex Mentioned();
}
