using System.Text.RegularExpressions;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>docs/reference/sandbox.md and the sandbox say the same.</summary>
public sealed class SandboxDocumentationTests
{
    private static readonly string Page = File.ReadAllText(RepositoryRoot.File("docs", "reference", "sandbox.md"));

    [Fact]
    public async Task Every_operation_is_in_the_table_of_its_service_and_no_other()
    {
        await using var rig = await SandboxRig.Start();
        var rows = Page.Split('\n')
            .Where(l =>
                l.StartsWith("| `", StringComparison.Ordinal)
                && l.Count(c => c == '|') == 3
                && l.Contains("` | `", StringComparison.Ordinal)
            )
            .Select(l => l.Split('|'))
            .Where(r => rig.Server.Operations.Any(o => o.Service == r[1].Trim().Trim('`')))
            .SelectMany(r => r[2].Split(',').Select(o => (r[1].Trim().Trim('`'), o.Trim().Trim('`'))))
            .Order();
        Assert.Equal(rig.Server.Operations, rows);
    }

    /// <summary>A source is a page of AWS, or the word that there is none.</summary>
    [Fact]
    public void Every_behaviour_has_a_source_and_every_assumption_is_explained()
    {
        var table = Page[Page.IndexOf("## How far it goes", StringComparison.Ordinal)..];
        var rows = table[..table.IndexOf("What is not there:", StringComparison.Ordinal)]
            .Split('\n')
            .Where(l => l.StartsWith('|') && !l.StartsWith("|---", StringComparison.Ordinal))
            .Skip(1)
            .Select(l => l.Split('|')[^2])
            .ToList();
        Assert.True(rows.Count > 35, $"{rows.Count} rows");
        Assert.All(rows, source => Assert.Matches(@"\[[^\]]+\]\[[a-z0-9-]+\]|guess|unlike AWS", source));
        foreach (Match link in Regex.Matches(Page, @"\]\[([a-z0-9-]+)\]"))
            Assert.Contains(
                $"\n[{link.Groups[1].Value}]: https://docs.aws.amazon.com/",
                Page,
                StringComparison.Ordinal
            );
        foreach (var assumption in Assumptions.Known)
        {
            var row = Page.Split('\n').Single(l => l.StartsWith($"| `{assumption.Name}` |", StringComparison.Ordinal));
            Assert.All(assumption.Answers, answer => Assert.Contains($"`{answer}`", row, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_key_of_the_world_and_of_a_fault_is_explained()
    {
        foreach (
            var key in WorldKeys.All.SelectMany(k => k).Concat(FaultReader.Keys).Concat(FaultKinds.Names).Distinct()
        )
            Assert.True(Page.Contains($"`{key}`", StringComparison.Ordinal), key);
    }

    [Fact]
    public async Task Every_control_call_and_setting_is_explained()
    {
        await using var rig = await SandboxRig.Start();
        using var http = new HttpClient { BaseAddress = rig.Server.Address };
        foreach (
            var call in System
                .Text.Json.JsonDocument.Parse(
                    await http.GetStringAsync("_sandbox", TestContext.Current.CancellationToken)
                )
                .RootElement.EnumerateArray()
        )
            Assert.Contains($"`{call.GetString()}`", Page, StringComparison.Ordinal);
        foreach (
            var setting in System
                .Text.Json.JsonDocument.Parse(
                    await http.GetStringAsync("_sandbox/settings", TestContext.Current.CancellationToken)
                )
                .RootElement.EnumerateObject()
        )
            Assert.Contains($"`{setting.Name}`", Page, StringComparison.Ordinal);
    }
}
