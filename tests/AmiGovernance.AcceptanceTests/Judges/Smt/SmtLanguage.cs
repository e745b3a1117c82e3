using System.Collections.Immutable;

namespace AmiGovernance.AcceptanceTests.Judges.Smt;

/// <summary>One place of a text: characters that fit there, once or any number of times.</summary>
internal sealed record SmtStep(Func<char, bool> Fits, bool IsRepeated);

/// <summary>Texts step by step; several sequences are the texts of each of them.</summary>
internal sealed class SmtLanguage(params ImmutableArray<SmtStep>[] sequences)
{
    private readonly ImmutableArray<SmtStep>[] sequences = sequences;

    private const int MostStates = 200_000;
    private const char FirstPrintable = ' ';
    private const char LastPrintable = '~';

    /// <summary>One character that no pattern of ASCII names, and all printable ones.</summary>
    private static readonly string Characters = string.Concat(
        Enumerable.Range(FirstPrintable, LastPrintable - FirstPrintable + 1).Select(c => (char)c).Append('é')
    );

    public static readonly SmtLanguage Any = new([new SmtStep(_ => true, IsRepeated: true)]);

    /// <summary>The texts that a pattern matches, in which `*` is any text and `?` any character.</summary>
    public static SmtLanguage Like(string pattern, bool wildcards, bool ignoreCase) =>
        new([
            .. pattern.Select(p =>
                (wildcards, p) switch
                {
                    (true, '*') => new SmtStep(_ => true, IsRepeated: true),
                    (true, '?') => new SmtStep(_ => true, IsRepeated: false),
                    _ when ignoreCase => new SmtStep(
                        c => char.ToLowerInvariant(c) == char.ToLowerInvariant(p),
                        IsRepeated: false
                    ),
                    _ => new SmtStep(c => c == p, IsRepeated: false),
                }
            ),
        ]);

    public static ImmutableArray<SmtStep> Word(string text) =>
        [.. text.Select(t => new SmtStep(c => c == t, IsRepeated: false))];

    public bool Holds(string text) => IsEnd(text.Aggregate(Start, Next));

    private ImmutableArray<int> Start => Reached(sequences.Select((_, s) => Place(s, 0)));

    /// <summary>
    /// Which of the patterns a text of the language can match together: each set of answers that some text gives. Null when there are too
    /// many ways to look at all.
    /// </summary>
    public IReadOnlyCollection<ImmutableArray<bool>>? Answers(IReadOnlyList<SmtLanguage> patterns)
    {
        SmtLanguage[] all = [this, .. patterns];
        var characters = Different(all);
        var start = all.Select(l => l.Start).ToImmutableArray();
        var (open, seen) = (new Queue<ImmutableArray<ImmutableArray<int>>>([start]), new HashSet<string>([Key(start)]));
        var answers = new Dictionary<string, ImmutableArray<bool>>(StringComparer.Ordinal);
        while (open.TryDequeue(out var state))
        {
            if (all[0].IsEnd(state[0]))
            {
                ImmutableArray<bool> found = [.. state.Skip(1).Select((places, i) => patterns[i].IsEnd(places))];
                answers.TryAdd(string.Join(',', found), found);
            }
            foreach (var c in characters)
            {
                var next = state.Select((places, i) => all[i].Next(places, c)).ToImmutableArray();
                if (!next[0].IsEmpty && seen.Add(Key(next)))
                    open.Enqueue(next);
            }
            if (seen.Count > MostStates)
                return null;
        }
        return answers.Values;
    }

    /// <summary>One character of each group that no step tells apart.</summary>
    private static List<char> Different(IEnumerable<SmtLanguage> languages)
    {
        var steps = languages.SelectMany(l => l.sequences).SelectMany(s => s).ToList();
        return
        [
            .. Characters
                .GroupBy(c => string.Concat(steps.Select(s => s.Fits(c) ? '1' : '0')), StringComparer.Ordinal)
                .Select(g => g.First()),
        ];
    }

    private static string Key(ImmutableArray<ImmutableArray<int>> state) =>
        string.Join('|', state.Select(places => string.Join(',', places)));

    /// <summary>The sequence and the step that comes next, as one number.</summary>
    private static int Place(int sequence, int step) => sequence << 16 | step;

    private SmtStep? StepAt(int place)
    {
        var steps = sequences[place >> 16];
        var step = place & 0xffff;
        return step < steps.Length ? steps[step] : null;
    }

    private bool IsEnd(ImmutableArray<int> places) => places.Any(p => StepAt(p) is null);

    private ImmutableArray<int> Next(ImmutableArray<int> places, char c) =>
        Reached(
            places.Where(p => StepAt(p) is { } step && step.Fits(c)).Select(p => StepAt(p)!.IsRepeated ? p : p + 1)
        );

    /// <summary>What is repeated any number of times may be passed.</summary>
    private ImmutableArray<int> Reached(IEnumerable<int> places)
    {
        var all = new SortedSet<int>();
        foreach (var place in places)
        {
            var at = place;
            while (all.Add(at) && StepAt(at) is { IsRepeated: true })
                at++;
        }
        return [.. all];
    }
}
