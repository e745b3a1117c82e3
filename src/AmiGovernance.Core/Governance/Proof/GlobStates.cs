using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>The states in which a pattern can be while texts are read, with what follows on each, found as they are asked for.</summary>
internal sealed class GlobStates
{
    private const int NotAsked = -1;

    private readonly Glob glob;
    private readonly ImmutableArray<char> letters;
    private readonly Dictionary<string, int> known = new(StringComparer.Ordinal);
    private readonly List<(ImmutableArray<int> Places, int[] Next)> states = [];

    /// <summary>The first state is the one in which nothing is read.</summary>
    public GlobStates(BegunGlob begun, ImmutableArray<char> letters)
    {
        glob = begun.Glob;
        this.letters = letters;
        NumberOf(begun.Places);
    }

    /// <summary>Where in the pattern a state is.</summary>
    public ImmutableArray<int> this[int state] => states[state].Places;

    /// <param name="letter">By its place among the letters.</param>
    public int Next(int state, int letter)
    {
        var (places, next) = states[state];
        if (next[letter] == NotAsked)
            next[letter] = NumberOf(glob.Next(places, letters[letter]));
        return next[letter];
    }

    private int NumberOf(ImmutableArray<int> places)
    {
        var key = string.Join(',', places);
        if (known.TryGetValue(key, out var number))
            return number;
        var next = new int[letters.Length];
        Array.Fill(next, NotAsked);
        states.Add((places, next));
        return known[key] = states.Count - 1;
    }
}
