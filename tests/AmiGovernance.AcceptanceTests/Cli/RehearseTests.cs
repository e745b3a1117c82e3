using System.Text.Json;
using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.AcceptanceTests.Cli;

public sealed partial class RehearseTests
{
    private const string Folder = "artifacts/rehearsal";

    [Fact]
    public void The_whole_rehearsal_goes_as_it_should_and_leaves_its_reports()
    {
        using var amigov = new Amigov();
        var (code, output, error) = amigov.Run("rehearse");
        Assert.True(code == 0, output + error);
        Assert.Empty(error);
        Assert.DoesNotContain("\e", output, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", output, StringComparison.Ordinal);
        foreach (var file in new[] { "transcript.txt", "reports/verification-audit.md", "dist/scp-ami-guardrail.json" })
            Assert.True(amigov.Files.Exists($"{Folder}/{file}"), file);
        Assert.Contains(
            amigov.Files.Files.Keys,
            f => f.StartsWith($"{Folder}/deployments/0001-", StringComparison.Ordinal)
        );
        foreach (var report in new[] { "audit", "enforced" })
        {
            using var verification = JsonDocument.Parse(amigov.Text($"{Folder}/reports/verification-{report}.json"));
            Assert.Equal("as_expected", verification.RootElement.GetProperty("result").GetString());
        }
    }

    /// <summary>Its numbers are those of the organization that the rehearsal ran in.</summary>
    [Fact]
    public void The_last_report_says_what_is_so()
    {
        var amigov = Rehearsed.Once;
        using var document = JsonDocument.Parse(amigov.Text($"{Folder}/reports/governance.json"));
        var report = document.RootElement;
        var world = WorldGenerator.Create(new WorldSize(50, 1, 1), new Amigov.FixedTime(amigov.Now));
        var accounts = world.Organization.Accounts;
        var status = report.GetProperty("status");
        Assert.Equal(accounts.Length, status.GetProperty("accounts").GetInt32());
        Assert.Equal(
            accounts.Count(a => a.State == AccountState.Active && a.Id != world.Organization.ManagementAccount),
            status.GetProperty("covered").GetInt32()
        );
        Assert.Equal(
            "audit_mode",
            Assert.Single(status.GetProperty("targets").EnumerateArray()).GetProperty("mode").GetString()
        );
        // In audit mode one team launched a golden image, and each of these an image that nobody approved.
        var launches = report.GetProperty("backtest").GetProperty("launches");
        Assert.Equal(WorkloadTeam.Launching.Length + 1, launches.GetProperty("all").GetInt32());
        Assert.Equal(WorkloadTeam.Launching.Length, launches.GetProperty("denied").GetInt32());
        var deployments = report
            .GetProperty("deployments")
            .GetProperty("entries")
            .EnumerateArray()
            .Select(e => e.GetProperty("deployment").GetString())
            .Distinct();
        Assert.Equal(amigov.Files.Files.Keys.Count(f => Deployment().IsMatch(f)) - 1, deployments.Count());
        var html = amigov.Text($"{Folder}/reports/governance.html");
        Assert.Null(HarmlessHtml.Problem(html));
        Assert.Contains($"<b>{accounts.Length}</b><span>accounts</span>", html, StringComparison.Ordinal);
    }

    /// <summary>The last one is made after the report.</summary>
    [GeneratedRegex("/deployments/[0-9]{4}-")]
    private static partial Regex Deployment();

    /// <summary>
    /// Of the page, and of what is printed, the names of files of the record stand for any, and so does the time that it took.
    /// </summary>
    [Fact]
    public void The_reference_shows_what_it_prints()
    {
        var page = File.ReadAllText(RepositoryRoot.File("docs", "reference", "commands.md"));
        var start = page.IndexOf("The whole runbook, rehearsed", StringComparison.Ordinal);
        var shown = page[start..page.IndexOf("```\n", start, StringComparison.Ordinal)];
        Assert.Equal(OnOneLine(Shown(Rehearsed.Printed)), OnOneLine(Shown(shown)));
    }

    private static string OnOneLine(string text) => Spaces().Replace(RecordFile().Replace(text, "….jsonl"), " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[0-9a-f]{6}\.jsonl")]
    private static partial Regex RecordFile();

    [Fact]
    public void A_command_that_does_not_do_what_it_should_stops_it_and_is_shown()
    {
        using var amigov = new Amigov();
        amigov
            .With($"{Folder}/rehearsal.json", """{ "files": [] }""")
            .With($"{Folder}/deployments/log.jsonl", "not a record\n");
        var (code, output, _) = amigov.Run("rehearse");
        Assert.Equal(3, code);
        Assert.Contains("✗ ended with exit code", output, StringComparison.Ordinal);
        Assert.Contains("The rehearsal stopped:", output, StringComparison.Ordinal);
        Assert.Contains("AMI0503", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_rehearsal_replaces_what_the_first_wrote_and_shows_the_same()
    {
        using var amigov = new Amigov();
        var first = Shown(amigov.Run("rehearse").Out);
        amigov.With($"{Folder}/notes.txt", "of the user");
        Assert.Equal(first, Shown(amigov.Run("rehearse").Out));
        Assert.Equal("of the user", amigov.Text($"{Folder}/notes.txt"));
    }

    [Fact]
    public void Only_files_of_the_rehearsal_are_cleared_whatever_its_list_says()
    {
        using var amigov = new Amigov();
        amigov
            .With("precious.txt", "mine")
            .With($"{Folder}/rehearsal.json", """{ "files": ["../../precious.txt", "old.txt"] }""")
            .With($"{Folder}/old.txt", "old");
        amigov.Run("rehearse");
        Assert.Equal("mine", amigov.Text("precious.txt"));
        Assert.False(amigov.Files.Exists($"{Folder}/old.txt"));
    }

    /// <summary>Without the time that it took.</summary>
    private static string Shown(string output) =>
        output[..output.LastIndexOf(" calls to the organization in", StringComparison.Ordinal)];
}
