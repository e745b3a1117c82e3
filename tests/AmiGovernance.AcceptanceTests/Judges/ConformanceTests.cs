using System.Text.Json;
using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Judges;

/// <summary>The conformance suite: its cases, and the table of results in docs/conformance.md. Of amigov .ci/long asks it.</summary>
public sealed class ConformanceTests
{
    private const string Runner = "../conformance/run.mjs";

    [Fact]
    public void Every_case_has_an_id_a_source_and_an_answer()
    {
        var cases = Tool.RunJudge(Runner, "", "--cases").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in cases)
        {
            var one = JsonDocument.Parse(line).RootElement;
            Assert.True(ids.Add(one.GetProperty("id").GetString()!), line);
            Assert.NotEmpty(one.GetProperty("source").GetString()!);
            Assert.True(one.TryGetProperty("right", out _), line);
        }
        Assert.True(ids.Count >= 475, $"{ids.Count} cases");
    }

    [Fact]
    public void The_page_has_the_results_of_the_other_tool()
    {
        var page = Rows(File.ReadAllText(RepositoryRoot.File("docs", "conformance.md"))).ToList();
        var measured = Rows(Tool.RunJudge(Runner, "", "iam-simulate")).ToList();
        Assert.Equal(
            measured.Select(row => string.Join('|', row)),
            page.Select(row => string.Join('|', [.. row[..2], .. row[5..]]))
        );
        Assert.All(page, row => Assert.Equal([row[1], "0", "0"], row[2..5]));
    }

    /// <summary>Those that begin with a name and a number.</summary>
    private static IEnumerable<string[]> Rows(string text) =>
        text.Split('\n')
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 2 && int.TryParse(cells[1], out _));
}
