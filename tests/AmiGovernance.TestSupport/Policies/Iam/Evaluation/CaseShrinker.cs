using System.Text.Json.Nodes;

namespace AmiGovernance.TestSupport.Policies.Iam.Evaluation;

/// <summary>Makes a case that fails as small as it can be: takes one part away after the other while it still fails.</summary>
internal static class CaseShrinker
{
    /// <param name="firstFailing">The place of the first of the candidates that still fails; -1 when none does. Asked for many at once, for a judge costs a process.</param>
    public static GeneratedCase Shrink(GeneratedCase failing, Func<IReadOnlyList<GeneratedCase>, int> firstFailing)
    {
        while (true)
        {
            var candidates = Smaller(failing).Select((c, i) => c with { Id = i }).ToList();
            var index = candidates.Count == 0 ? -1 : firstFailing(candidates);
            if (index < 0)
                return failing;
            failing = candidates[index] with { Id = failing.Id };
        }
    }

    /// <summary>Large parts first.</summary>
    private static IEnumerable<GeneratedCase> Smaller(GeneratedCase large)
    {
        for (var l = 0; large.Levels.Length > 1 && l < large.Levels.Length; l++)
            yield return large with
            {
                Levels = [.. large.Levels.Where((_, i) => i != l)],
            };
        for (var l = 0; l < large.Levels.Length; l++)
        {
            var level = l;
            JsonArray Level(JsonArray[] levels) => levels[level];
            for (var p = 0; p < Level(large.Levels).Count; p++)
                yield return With(large, levels => Level(levels).RemoveAt(p));
            for (var p = 0; p < Level(large.Levels).Count; p++)
            {
                JsonArray Statements(JsonArray[] levels) => (JsonArray)Level(levels)[p]!["Statement"]!;
                for (var s = 0; Statements(large.Levels).Count > 1 && s < Statements(large.Levels).Count; s++)
                    yield return With(large, levels => Statements(levels).RemoveAt(s));
                for (var s = 0; s < Statements(large.Levels).Count; s++)
                    foreach (var smaller in Smaller(large, levels => (JsonObject)Statements(levels)[s]!))
                        yield return smaller;
            }
        }
        foreach (var key in large.Context.Keys)
            yield return large with
            {
                Context = large.Context.Where(c => c.Key != key).ToDictionary(StringComparer.Ordinal),
            };
    }

    /// <summary>One operator less, one value less.</summary>
    private static IEnumerable<GeneratedCase> Smaller(GeneratedCase large, Func<JsonArray[], JsonObject> statement)
    {
        var conditions = statement(large.Levels)["Condition"] as JsonObject;
        foreach (var name in conditions?.Select(c => c.Key).ToList() ?? [])
            yield return With(
                large,
                levels =>
                {
                    var block = (JsonObject)statement(levels)["Condition"]!;
                    block.Remove(name);
                    if (block.Count == 0)
                        statement(levels).Remove("Condition");
                }
            );
        foreach (var element in new[] { "Action", "NotAction", "Resource", "NotResource" })
            for (
                var v = 0;
                statement(large.Levels)[element] is JsonArray { Count: > 1 } values && v < values.Count;
                v++
            )
                yield return With(large, levels => ((JsonArray)statement(levels)[element]!).RemoveAt(v));
    }

    private static GeneratedCase With(GeneratedCase large, Action<JsonArray[]> change)
    {
        var levels = large.Levels.Select(l => (JsonArray)l.DeepClone()).ToArray();
        change(levels);
        return large with { Levels = levels };
    }
}
