using System.Text.Json.Nodes;

namespace AmiGovernance.Tests.Features.Reporting;

/// <summary>
/// Whoever reads a report by the schema of an earlier version can read today's as well (docs/compatibility.md): the schemas of that version
/// lie in tests/data/compatibility, and nothing that they promise may go as long as the report has the same major `format_version`.
/// </summary>
public sealed class ReportCompatibilityTests
{
    private const string Reports = "reports";

    public static TheoryData<string, string> Frozen =>
        [
            .. Directory
                .GetDirectories(RepositoryRoot.File("tests", "data", "compatibility"))
                .Select(version => Path.Combine(version, Reports))
                .SelectMany(folder => Directory.GetFiles(folder, "*.schema.json"))
                .Order(StringComparer.Ordinal)
                .Select(file => new TheoryDataRow<string, string>(
                    Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)!)!),
                    Path.GetFileName(file)
                )),
        ];

    [Theory]
    [MemberData(nameof(Frozen))]
    public void What_an_earlier_schema_promises_still_holds(string version, string name)
    {
        var then = Read("tests", "data", "compatibility", version, Reports, name);
        var now = Read("schema", Reports, name);
        Assert.Equal([], Major(then) == Major(now) ? [.. Broken(then, now, "$")] : Array.Empty<string>());
    }

    [Theory]
    [InlineData("""{ "type": "integer" }""", """{ "type": "string" }""", "$: is string, was integer")]
    [InlineData("""{ "type": "integer" }""", """{ "type": ["integer", "null"] }""", "$: is integer|null, was integer")]
    [InlineData("""{ "const": "a" }""", """{ "const": "b" }""", "$: is no more `a`")]
    [InlineData("""{ "properties": { "a": {} } }""", """{ "properties": { "b": {} } }""", "$.a: is gone")]
    [InlineData(
        """{ "properties": { "a": {} }, "required": ["a"] }""",
        """{ "properties": { "a": {} } }""",
        "$.a: may be left out now"
    )]
    [InlineData(
        """{ "items": { "properties": { "a": { "format": "date" } } } }""",
        """{ "items": { "properties": { "a": { "format": "date-time" } } } }""",
        "$[].a: has the format date-time, had date"
    )]
    [InlineData(
        """{ "additionalProperties": { "type": "integer" } }""",
        """{ "additionalProperties": { "type": "number" } }""",
        "$.*: is number, was integer"
    )]
    public void What_breaks_a_reader_is_told(string then, string now, string problem) =>
        Assert.Equal([problem], Broken(JsonNode.Parse(then)!, JsonNode.Parse(now)!, "$"));

    [Theory]
    [InlineData("""{ "type": ["string", "null"] }""", """{ "type": "string" }""")]
    [InlineData("""{ "enum": ["a"] }""", """{ "enum": ["a", "b"] }""")]
    [InlineData(
        """{ "properties": { "a": {} } }""",
        """{ "properties": { "a": {}, "b": {} }, "required": ["a", "b"] }"""
    )]
    public void What_breaks_nobody_is_left_alone(string then, string now) =>
        Assert.Empty(Broken(JsonNode.Parse(then)!, JsonNode.Parse(now)!, "$"));

    private static JsonNode Read(params string[] path) => JsonNode.Parse(File.ReadAllText(RepositoryRoot.File(path)))!;

    private static string? Major(JsonNode schema) =>
        schema["properties"]?["format_version"]?["const"]?.GetValue<string>().Split('.')[0];

    /// <summary>By the keywords that our schemas use. References lead to the schema itself, which is looked at anyway.</summary>
    private static IEnumerable<string> Broken(JsonNode then, JsonNode now, string at)
    {
        var (before, after) = (Types(then), Types(now));
        if (before.Count > 0 && (after.Count == 0 || !after.IsSubsetOf(before)))
            yield return $"{at}: is {string.Join('|', after)}, was {string.Join('|', before)}";
        if (then["const"]?.ToJsonString() is { } value && now["const"]?.ToJsonString() != value && !IsVersion(at))
            yield return $"{at}: is no more `{value.Trim('"')}`";
        if (then["format"]?.GetValue<string>() is { } format && now["format"]?.GetValue<string>() is var other)
            if (other != format)
                yield return $"{at}: has the format {other}, had {format}";
        foreach (var problem in BrokenMembers(then, now, at))
            yield return problem;
        if (then["items"] is { } items)
            foreach (var problem in Broken(items, now["items"] ?? new JsonObject(), $"{at}[]"))
                yield return problem;
        if (then["additionalProperties"] is JsonObject values)
            foreach (var problem in Broken(values, now["additionalProperties"] as JsonObject ?? [], $"{at}.*"))
                yield return problem;
    }

    private static IEnumerable<string> BrokenMembers(JsonNode then, JsonNode now, string at)
    {
        var required = Required(now);
        foreach (var (name, member) in then["properties"] as JsonObject ?? [])
        {
            if (now["properties"]?[name] is not { } kept)
            {
                yield return $"{at}.{name}: is gone";
                continue;
            }
            if (Required(then).Contains(name) && !required.Contains(name))
                yield return $"{at}.{name}: may be left out now";
            foreach (var problem in Broken(member!, kept, $"{at}.{name}"))
                yield return problem;
        }
    }

    /// <summary>The minor number may rise.</summary>
    private static bool IsVersion(string at) => at == "$.format_version";

    private static SortedSet<string> Types(JsonNode schema) =>
        schema["type"] switch
        {
            JsonArray several => new(several.Select(t => t!.GetValue<string>()), StringComparer.Ordinal),
            JsonValue one => new([one.GetValue<string>()], StringComparer.Ordinal),
            _ => [],
        };

    private static HashSet<string> Required(JsonNode schema) =>
        (schema["required"] as JsonArray ?? []).Select(r => r!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
}
