using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>
/// Texts of any length, of which policies ask only whether they match patterns. Each such question is a Boolean of the formula; which
/// answers can go together is asked once for each set of patterns, of all texts of the kind. Z3's theory of strings says the same of few
/// patterns (SmtTextTests) and gives up on more.
/// </summary>
internal static partial class SmtTexts
{
    private sealed record Asked(string Name, string Pattern, bool Wildcards, bool IgnoreCase)
    {
        public SmtLanguage Language => SmtLanguage.Like(Pattern, Wildcards, IgnoreCase);
    }

    private static readonly ConcurrentDictionary<Asked, int> Numbers = new();
    private static readonly ConcurrentDictionary<int, Asked> Known = new();
    private static readonly ConcurrentDictionary<string, string> Together = new(StringComparer.Ordinal);
    private static readonly Lock Numbering = new();

    /// <summary>The Boolean for a text and a pattern.</summary>
    public static string Like(string name, string pattern, bool wildcards, bool ignoreCase)
    {
        lock (Numbering)
        {
            var number = Numbers.GetOrAdd(new Asked(name, pattern, wildcards, ignoreCase), _ => Numbers.Count);
            Known.TryAdd(number, new Asked(name, pattern, wildcards, ignoreCase));
            return Boolean(number);
        }
    }

    private static string Boolean(int number) => string.Create(CultureInfo.InvariantCulture, $"|text {number}|");

    /// <summary>The declarations and facts for all texts that a formula mentions.</summary>
    public static IEnumerable<string> Facts(string formula, Func<string, SmtLanguage> kindOf)
    {
        var numbers = Mentioned()
            .Matches(formula)
            .Select(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .Distinct()
            .Order()
            .ToList();
        foreach (var number in numbers)
            yield return $"(declare-const {Boolean(number)} Bool)";
        foreach (var group in numbers.GroupBy(n => Known[n].Name, StringComparer.Ordinal))
            yield return $"(assert {Possible([.. group], kindOf(group.Key))})";
    }

    private static string Possible(List<int> numbers, SmtLanguage kind) =>
        Together.GetOrAdd(
            string.Join(',', numbers),
            _ =>
                kind.Answers(numbers.ConvertAll(n => Known[n].Language)) is { } answers
                    ? AnyOf(numbers, 0, [.. answers])
                    : throw new NoFormulaException($"{numbers.Count} patterns of one text")
        );

    private static string AnyOf(List<int> numbers, int at, List<ImmutableArray<bool>> answers)
    {
        if (answers.Count == 0)
            return Smt.False;
        if (at == numbers.Count)
            return Smt.True;
        var (name, isMatch) = (Boolean(numbers[at]), answers.ToLookup(a => a[at]));
        return Smt.Or(
            Smt.And(name, AnyOf(numbers, at + 1, [.. isMatch[true]])),
            Smt.And(Smt.Not(name), AnyOf(numbers, at + 1, [.. isMatch[false]]))
        );
    }

    [GeneratedRegex(@"\|text ([0-9]+)\|")]
    private static partial Regex Mentioned();
}
