using System.Collections.Immutable;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>A text of a language, and how all texts of its class stand to the patterns.</summary>
internal sealed record GlobClass(string Text, string Signature);

/// <summary>
/// Splits the texts of a language by the patterns that they match: every way that is possible, with a text for each. It walks the
/// product of the automatons, so that no way is missed wherever the wildcards stand.
/// </summary>
internal sealed class GlobClasses
{
    private const int MostStates = 20_000;

    /// <summary>How many steps of single patterns are walked: a second or less.</summary>
    private const int MostSteps = 10_000_000;

    private const int MostTexts = 4_000;

    /// <param name="Places">For each pattern, the number of its state.</param>
    private sealed record Node(int State, int[] Places)
    {
        public List<(Node From, char Read)> Ways { get; } = [];
    }

    private readonly ImmutableArray<BegunGlob> globs;
    private readonly Language language;
    private readonly ImmutableArray<char> letters;
    private readonly ImmutableArray<GlobStates> states;
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal);

    private GlobClasses(ImmutableArray<BegunGlob> globs, Language language)
    {
        this.globs = globs;
        this.language = language;
        letters = LettersOf(globs, language);
        states = [.. globs.Select(g => new GlobStates(g, letters))];
    }

    /// <summary>Null when there are too many ways to walk.</summary>
    /// <param name="preferred">Texts that stand for their class if they are of the language.</param>
    /// <param name="taken">Texts that no class may be known by; a class without any other has none. For texts of one length.</param>
    public static ImmutableArray<GlobClass>? Split(
        ImmutableArray<BegunGlob> globs,
        Language language,
        IEnumerable<string> preferred,
        IReadOnlySet<string>? taken = null
    )
    {
        var classes = new GlobClasses(globs, language);
        var known = preferred
            .Where(classes.IsOfLanguage)
            .Select(text => new GlobClass(text, classes.Signature(text)))
            .DistinctBy(c => c.Signature)
            .ToDictionary(c => c.Signature, StringComparer.Ordinal);
        if (!classes.Walk())
            return null;
        foreach (var ends in classes.Ends())
            if (!known.ContainsKey(ends.Key) && TextOf(ends, taken) is { } text)
                known[ends.Key] = new GlobClass(text, ends.Key);
        return [.. known.Values];
    }

    /// <summary>Each character that a pattern names alone, and one for all others of a group.</summary>
    private static ImmutableArray<char> LettersOf(ImmutableArray<BegunGlob> globs, Language language)
    {
        var told = globs.SelectMany(g => g.Glob.Characters).Concat(language.Start).ToHashSet();
        return
        [
            .. language.Letters.SelectMany(group =>
                group.Where(told.Contains).Concat(group.Where(c => !told.Contains(c)).Take(1))
            ),
            // A language that has any letter, such as those of tags, has these too.
            .. told.Where(c => !language.Letters.Any(group => group.Contains(c))).Order(),
        ];
    }

    private bool IsOfLanguage(string text)
    {
        var state = 0;
        foreach (var read in text)
            if ((state = language.Next(state, read)) < 0)
                return false;
        return language.Accepts(state);
    }

    private string Signature(string text) => Signature([.. globs.Select(g => text.Aggregate(g.Places, g.Glob.Next))]);

    private string Signature(Node node) => Signature([.. states.Select((s, i) => s[node.Places[i]])]);

    private string Signature(ImmutableArray<ImmutableArray<int>> places) =>
        string.Join(
            ';',
            globs.Select((g, i) => g.ByPlace ? string.Join(',', places[i]) : g.Glob.Accepts(places[i]).ToString())
        );

    private bool Walk()
    {
        var queue = new Queue<Node>();
        var start = NodeOf(0, new int[globs.Length], out _);
        queue.Enqueue(start);
        var most = Math.Min(MostStates, MostSteps / (letters.Length * Math.Max(globs.Length, 1)));
        while (queue.TryDequeue(out var from))
        {
            if (nodes.Count > most)
                return false;
            for (var letter = 0; letter < letters.Length; letter++)
            {
                var state = language.Next(from.State, letters[letter]);
                if (state < 0)
                    continue;
                var places = new int[globs.Length];
                for (var i = 0; i < places.Length; i++)
                    places[i] = states[i].Next(from.Places[i], letter);
                var to = NodeOf(state, places, out var isNew);
                // A pattern that begins with `*` leads back to the start, and no text is shorter by that way.
                if (!ReferenceEquals(to, start))
                    to.Ways.Add((from, letters[letter]));
                if (isNew)
                    queue.Enqueue(to);
            }
        }
        return true;
    }

    private Node NodeOf(int state, int[] places, out bool isNew)
    {
        var key = $"{state}:{string.Join(',', places)}";
        isNew = !nodes.TryGetValue(key, out var known);
        return known ?? (nodes[key] = new Node(state, places));
    }

    private IEnumerable<IGrouping<string, Node>> Ends() =>
        nodes.Values.Where(n => language.Accepts(n.State)).GroupBy(Signature, StringComparer.Ordinal);

    private static string? TextOf(IEnumerable<Node> ends, IReadOnlySet<string>? taken)
    {
        if (taken is null)
            return Shortest(ends.First());
        // Texts of one class are many; the names that are taken are few.
        return ends.SelectMany(Texts).Take(MostTexts + taken.Count).FirstOrDefault(text => !taken.Contains(text));
    }

    /// <summary>The way by which a node was found first is the shortest.</summary>
    private static string Shortest(Node end)
    {
        var text = "";
        for (var at = end; at.Ways.Count > 0; at = at.Ways[0].From)
            text = at.Ways[0].Read + text;
        return text;
    }

    /// <summary>The texts that lead to a node, by all its ways back; for languages of texts of one length.</summary>
    private static IEnumerable<string> Texts(Node end)
    {
        var stack = new Stack<(Node At, string Text)>();
        stack.Push((end, ""));
        while (stack.TryPop(out var next))
        {
            if (next.At.Ways.Count == 0)
                yield return next.Text;
            foreach (var (from, read) in next.At.Ways)
                stack.Push((from, read + next.Text));
        }
    }
}
