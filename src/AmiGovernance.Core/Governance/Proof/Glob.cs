using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>A pattern as an automaton, which can be stopped and read after each character.</summary>
/// <param name="Pattern">The text of the policy.</param>
/// <param name="IsLiteral">Whether `*` and `?` stand for themselves.</param>
/// <param name="IgnoresCase">Whether upper and lower case are the same.</param>
internal sealed record Glob(string Pattern, bool IsLiteral = false, bool IgnoresCase = false)
{
    /// <summary>Where the pattern is before anything is read: places in it that can come next, in ascending order.</summary>
    public ImmutableArray<int> Start => Closure([0]);

    public bool HasWildcards => !IsLiteral && Wildcard.HasWildcards(Pattern);

    /// <summary>The characters that the pattern tells from others.</summary>
    public IEnumerable<char> Characters
    {
        get
        {
            var told = IsLiteral ? Pattern : Pattern.Where(c => c is not ('*' or '?'));
            return IgnoresCase
                ? told.SelectMany(c => new[] { char.ToLowerInvariant(c), char.ToUpperInvariant(c) })
                : told;
        }
    }

    public bool Accepts(ImmutableArray<int> places) => places.Contains(Pattern.Length);

    public ImmutableArray<int> Next(ImmutableArray<int> places, char read)
    {
        var next = new List<int>(places.Length);
        foreach (var place in places)
            if (place == Pattern.Length)
                break;
            else if (IsStar(place))
                next.Add(place);
            else if (IsOne(place) || Same(Pattern[place], read))
                next.Add(place + 1);
        return Closure(next);
    }

    public ImmutableArray<int> After(string text) => text.Aggregate(Start, Next);

    /// <summary>Equal for patterns and places that go on alike.</summary>
    public string Key(ImmutableArray<int> places) =>
        string.Create(CultureInfo.InvariantCulture, $"{Pattern}|{IsLiteral}{IgnoresCase}|{string.Join(',', places)}");

    /// <summary>A `*` may stand for nothing, so that the place after it can come next, too.</summary>
    /// <param name="places">In ascending order.</param>
    private ImmutableArray<int> Closure(List<int> places)
    {
        var all = ImmutableArray.CreateBuilder<int>(places.Count + 1);
        var last = -1;
        foreach (var place in places)
            for (var at = place; at > last; at++)
            {
                all.Add(at);
                last = at;
                if (at == Pattern.Length || !IsStar(at))
                    break;
            }
        return all.DrainToImmutable();
    }

    private bool IsStar(int place) => !IsLiteral && Pattern[place] == '*';

    private bool IsOne(int place) => !IsLiteral && Pattern[place] == '?';

    private bool Same(char a, char b) => a == b || IgnoresCase && char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}

/// <summary>A pattern of which a beginning is read already.</summary>
/// <param name="ByPlace">
/// Whether texts are told apart by where they leave the pattern, for text that is only a part; else by whether they match it.
/// </param>
internal sealed record BegunGlob(Glob Glob, ImmutableArray<int> Places, bool ByPlace = false)
{
    public static BegunGlob Of(Glob glob) => new(glob, glob.Start);

    /// <summary>Whether something that begins like this can match.</summary>
    public bool CanFollow(string start) => !start.Aggregate(Places, Glob.Next).IsEmpty;

    public string Key => Glob.Key(Places) + (ByPlace ? "p" : "");
}
