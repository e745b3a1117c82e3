using System.Text.Json.Nodes;
using AmiGovernance.TestSupport.Reports;

namespace AmiGovernance.Tests.Features.Reporting;

/// <summary>Reports, their types and their published schemas say the same.</summary>
public sealed class ReportSchemaTests
{
    private static readonly Lazy<List<RecordedReport>> Recorded = new(() => [.. RecordedReport.All()]);

    public static TheoryData<string> Kinds => [.. ReportKind.All.Select(k => k.Name)];

    private static List<RecordedReport> RecordedOf(string name) =>
        [.. Recorded.Value.Where(r => ReportKind.Of(r.Line)?.Name == name)];

    private static ReportKind Kind(string name) => ReportKind.All.Single(k => k.Name == name);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_published_schema_is_that_of_the_type(string name)
    {
        var (kind, text) = (Kind(name), SchemaText.Of(Kind(name).Schema()));
        if (Environment.GetEnvironmentVariable("AMIGOV_UPDATE_GOLDEN") == "1")
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") == "true", "schemas are not written in CI");
            Directory.CreateDirectory(Path.GetDirectoryName(kind.File)!);
            File.WriteAllText(kind.File, text);
        }
        Assert.Equal(text, File.ReadAllText(kind.File));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_member_is_described(string name)
    {
        var schema = Kind(name).Schema();
        Assert.NotEmpty(Members(schema));
        AssertNone(Members(schema).Where(m => m.Value["description"] is null).Select(m => m.Name));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_recorded_keeps_to_the_schema(string name)
    {
        var reports = RecordedOf(name);
        Assert.NotEmpty(reports);
        AssertNone(reports.SelectMany(r => Kind(name).Problems(r.Text).Select(problem => $"{r}: {problem}")));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_member_too_many_or_too_few_does_not(string name)
    {
        var kind = Kind(name);
        var report = RecordedOf(name).MaxBy(r => r.Text.Length)!;
        Assert.All(
            Damaged.Of(report.Document, kind.Schema()),
            damaged => Assert.False(kind.Problems(damaged.Document.ToJsonString()) is [], damaged.What)
        );
    }

    [Fact]
    public void Every_recorded_document_has_a_schema() =>
        AssertNone(Recorded.Value.Where(r => ReportKind.Of(r.Line) is null));

    [Fact]
    public void Every_command_with_json_has_a_schema()
    {
        var with = CommandTree.Leaves.Where(l => l.Formats.Contains("json")).ToList();
        Assert.NotEmpty(with);
        var without = with.Where(l => ReportKind.Of(l.Words) is null).Select(l => string.Join(' ', l.Words));
        AssertNone(without);
    }

    [Fact]
    public void Every_published_schema_is_of_a_report() =>
        Assert.Equal(
            ReportKind.All.Select(k => Path.GetFileName(k.File)).Order(StringComparer.Ordinal),
            Directory
                .GetFiles(RepositoryRoot.File("schema", "reports"))
                .Select(f => Path.GetFileName(f))
                .Order(StringComparer.Ordinal)
        );

    private static void AssertNone(IEnumerable<object> those) => Assert.True(!those.Any(), string.Join('\n', those));

    [Fact]
    public void The_page_lists_every_report()
    {
        var page = File.ReadAllText(RepositoryRoot.File("docs", "reference", "reports.md"));
        foreach (var kind in ReportKind.All)
        {
            Assert.Contains(
                $"| [`{kind.Name}`](../../schema/reports/{kind.Name}.schema.json) |",
                page,
                StringComparison.Ordinal
            );
            Assert.Contains($"| {kind.Schema()["description"]} |", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_program_prints_it(string name)
    {
        var (exit, output, _) = new Amigov().Run("schema", name);
        Assert.Equal(0, exit);
        Assert.Equal(File.ReadAllText(Kind(name).File), output);
    }

    private static IEnumerable<(string Name, JsonObject Value)> Members(JsonNode? schema) =>
        schema switch
        {
            JsonObject node => (node["properties"] as JsonObject ?? [])
                .Select(m => (m.Key, (JsonObject)m.Value!))
                .Concat(node.SelectMany(m => Members(m.Value))),
            JsonArray items => items.SelectMany(Members),
            _ => [],
        };
}
