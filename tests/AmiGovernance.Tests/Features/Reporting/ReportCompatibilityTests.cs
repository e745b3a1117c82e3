using System.Text.Json.Nodes;
using AmiGovernance.TestSupport.Reports;

namespace AmiGovernance.Tests.Features.Reporting;

/// <summary>
/// Whoever reads a report by the schema of an earlier version can read today's as well (docs/compatibility.md): what the schemas of that
/// version promise lies in tests/data/compatibility, and holds as long as the report has the same `format_version`.
/// </summary>
public sealed class ReportCompatibilityTests
{
    private const string Version = "$.format_version";

    public static TheoryData<string> Frozen =>
        [
            .. Directory
                .GetFiles(RepositoryRoot.File("tests", "data", "compatibility"), "reports", SearchOption.AllDirectories)
                .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Frozen))]
    public void What_an_earlier_schema_promises_still_holds(string version)
    {
        var then = File.ReadLines(RepositoryRoot.File("tests", "data", "compatibility", version, "reports"))
            .Select(line => line.Split(' ', 3))
            .ToLookup(words => words[0], words => (Path: words[1], Words: words[2]));
        var now = ReportPromises.OfToday();
        var problems =
            from report in then
            let versionThen = report.First(p => p.Path == Version).Words
            where now.GetValueOrDefault($"{report.Key} {Version}") is not { } versionNow || versionNow == versionThen
            from promise in report
            let name = $"{report.Key} {promise.Path}"
            let problem = ReportPromises.Problem(promise.Words, now.GetValueOrDefault(name))
            where problem is not null
            select $"{name}: {problem}";
        Assert.Empty(problems);
        Assert.NotEmpty(then);
    }

    [Theory]
    [InlineData("integer", "string", "is string, was integer")]
    [InlineData("integer", "integer|null", "is integer|null, was integer")]
    [InlineData("integer", "-", "is -, was integer")]
    [InlineData("integer always", "integer", "may be left out now")]
    [InlineData("string date", "string date-time", "is no more date")]
    [InlineData("- always 1.0", "- always 1.1", "is no more 1.0")]
    [InlineData("integer", null, "is gone")]
    [InlineData("string|null", "string", null)]
    [InlineData("string", "string always", null)]
    [InlineData("-", "string", null)]
    public void What_breaks_a_reader_is_told(string then, string? now, string? problem) =>
        Assert.Equal(problem, ReportPromises.Problem(then, now));

    [Fact]
    public void Every_part_of_a_schema_promises_something()
    {
        const string Schema = """
            { "type": "object", "required": ["a"], "properties": {
              "a": { "type": ["array", "null"], "items": { "type": "string", "format": "date" } },
              "b": { "additionalProperties": { "type": "integer" } } } }
            """;
        Assert.Equal(
            ["$ object always", "$.a array|null always", "$.a[] string date", "$.b -", "$.b.* integer"],
            ReportPromises.Of(JsonNode.Parse(Schema)!, "$", isAlways: true).Select(p => $"{p.Path} {p.Words}")
        );
    }
}
