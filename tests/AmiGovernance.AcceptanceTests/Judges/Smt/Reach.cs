namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>How far a pattern can be read: for each place in it, when a beginning of the value leads there.</summary>
internal sealed class Reach
{
    private readonly string pattern;
    private readonly bool wildcards;
    private readonly bool ignoreCase;
    private readonly string[] places;

    private Reach(string pattern, bool wildcards, bool ignoreCase, string[] places)
    {
        (this.pattern, this.wildcards, this.ignoreCase) = (pattern, wildcards, ignoreCase);
        this.places = places;
        // A `*` may be passed with nothing read.
        for (var i = 0; i < pattern.Length; i++)
            if (wildcards && pattern[i] == '*')
                places[i + 1] = Smt.Or(places[i + 1], places[i]);
    }

    public static Reach Of(string pattern, bool wildcards, bool ignoreCase) =>
        new(pattern, wildcards, ignoreCase, [Smt.True, .. Enumerable.Repeat(Smt.False, pattern.Length)]);

    public string IsAtEnd => places[pattern.Length];

    public Reach Read(string text) =>
        text.Aggregate(this, (reach, c) => reach.Next(wanted => Smt.Of(Fold(wanted) == reach.Fold(c))));

    /// <param name="first">The place of the first digit that is read.</param>
    public Reach Read(SmtDigits digits, int count, int first = 0) =>
        Enumerable
            .Range(first, count)
            .Aggregate(this, (reach, place) => reach.Next(wanted => digits.IsAt(place, reach.Fold(wanted))));

    /// <summary>When the rest of the value is read by what is left of the pattern.</summary>
    public string Rest(SmtString rest) =>
        Smt.Or(places.Select((when, i) => Smt.And(when, rest.Like(pattern[i..], wildcards, ignoreCase))));

    private char Fold(char c) => ignoreCase ? char.ToLowerInvariant(c) : c;

    private Reach Next(Func<char, string> isRead)
    {
        var next = Enumerable.Repeat(Smt.False, places.Length).ToArray();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (places[i] == Smt.False)
                continue;
            if (wildcards && pattern[i] == '*')
                next[i] = Smt.Or(next[i], places[i]);
            else if (wildcards && pattern[i] == '?')
                next[i + 1] = Smt.Or(next[i + 1], places[i]);
            else
                next[i + 1] = Smt.Or(next[i + 1], Smt.And(places[i], isRead(pattern[i])));
        }
        return new Reach(pattern, wildcards, ignoreCase, next);
    }
}
