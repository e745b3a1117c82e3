using System.Text.Json.Nodes;

namespace AmiGovernance.TestSupport.Reports;

/// <summary>
/// What the schemas of the JSON reports promise a reader, one member a line: `FILE PATH TYPE[|TYPE] [always] [FORMAT]`. A type of `-` is
/// any; `always` members are never left out.
/// </summary>
internal static class ReportPromises
{
    /// <summary>By file and path, those of today.</summary>
    public static SortedDictionary<string, string> OfToday()
    {
        var promises = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(RepositoryRoot.File("schema", "reports"), "*.schema.json"))
        foreach (var (path, words) in Of(JsonNode.Parse(File.ReadAllText(file))!, "$", isAlways: true))
            promises.Add($"{Path.GetFileName(file)} {path}", words);
        return promises;
    }

    /// <summary>Of a schema, by the keywords that ours use. A reference leads to a part of the schema that is looked at anyway.</summary>
    public static IEnumerable<(string Path, string Words)> Of(JsonNode schema, string path, bool isAlways)
    {
        string[] words =
        [
            string.Join('|', Types(schema)),
            isAlways ? "always" : "",
            schema["format"]?.GetValue<string>() ?? "",
            schema["const"]?.ToString() ?? "",
        ];
        yield return (path, string.Join(' ', words.Where(w => w.Length > 0)));
        var required = (schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>()).ToHashSet();
        var members = (schema["properties"] as JsonObject ?? []).Select(m =>
            (Schema: m.Value!, Path: $"{path}.{m.Key}", IsAlways: required.Contains(m.Key))
        );
        (JsonNode? Schema, string Path, bool IsAlways)[] values =
        [
            (schema["items"], $"{path}[]", false),
            (schema["additionalProperties"] as JsonObject, $"{path}.*", false),
        ];
        foreach (var (inner, at, always) in members.Concat(values.Where(v => v.Schema is not null)!))
        foreach (var promise in Of(inner!, at, always))
            yield return promise;
    }

    /// <summary>Null where a reader of the earlier words can read what the later ones promise.</summary>
    /// <param name="now">Null where the member is gone.</param>
    public static string? Problem(string then, string? now)
    {
        if (now is null)
            return "is gone";
        var (before, after) = (then.Split(' '), now.Split(' '));
        if (before.Skip(1).Except(after).FirstOrDefault() is { } word)
            return word == "always" ? "may be left out now" : $"is no more {word}";
        var isSame = before[0] == "-" || after[0].Split('|').All(before[0].Split('|').Contains);
        return isSame ? null : $"is {after[0]}, was {before[0]}";
    }

    private static IEnumerable<string> Types(JsonNode schema) =>
        schema["type"] switch
        {
            JsonArray several => several.Select(t => t!.GetValue<string>()),
            JsonValue one => [one.GetValue<string>()],
            _ => ["-"],
        };
}
