using AmiGovernance.Cli;
using AmiGovernance.Cli.Features.Mcp;
using AmiGovernance.Cli.Features.Reporting.Governance;
using AmiGovernance.Cli.Features.Reporting.Served;
using AmiGovernance.Cli.Features.Trail;
using AmiGovernance.Console.Pages;

namespace AmiGovernance.Tests.Features.Reporting;

/// <summary>What the console shows before it is done, and that this is what is done.</summary>
public sealed class ServedPagesTests
{
    private const string Finding = "launch-333344445555-999988887777";

    private const string File = $"triage/{Finding}.json";

    private static readonly Dictionary<string, string> Closing = new(StringComparer.Ordinal)
    {
        ["outcome"] = "noise",
        ["state"] = "closed",
        ["reason"] = "a test",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly GovernanceArguments Arguments = new(
        new JudgementArguments("dist", Samples.ConfigPath, "triage", UpdatesTriage: false),
        AsOf: null
    );

    /// <summary>A repository with a finding, and a person in it.</summary>
    private static Amigov Repository(string start = "")
    {
        var amigov = new Amigov { Start = start };
        foreach (var (path, bytes) in Amigov.OfRunbook("audit_mode").Files.Files)
            amigov.Files.Files[path] = bytes;
        amigov.With(File, $$"""{ "finding": "{{Finding}}", "verdict": "undecided", "state": "open" }""");
        amigov.As("Alex Kim", "alex@company.com").Git!.CommitAll("start");
        return amigov;
    }

    private sealed class Served : IDisposable
    {
        private readonly GovernanceState state;
        private readonly AskedCommand commands;
        private readonly ServedPages pages;

        public Served(Amigov amigov, GovernanceArguments arguments)
        {
            var context = GovernanceOptions.Shown(amigov.Context(TextWriter.Null, TextWriter.Null));
            state = new GovernanceState(context, arguments, aws: null);
            commands = new AskedCommand(context, AmigovProgram.Run, []);
            pages = new ServedPages(context, arguments, state, commands, verify: null);
        }

        public async Task<Page> Send(string path, IReadOnlyDictionary<string, string> values) =>
            (await pages.Send(new PageRequest(path, values), Cancel))!;

        /// <summary>As it is when the state has been read.</summary>
        public async Task<Page> Show(string path)
        {
            await state.Read(Cancel);
            return (await pages.Show(new PageRequest(path, new Dictionary<string, string>()), Cancel))!;
        }

        public void Dispose()
        {
            pages.Dispose();
            commands.Dispose();
            state.Dispose();
        }
    }

    /// <summary>What a browser sends of a form, with what somebody fills in.</summary>
    private static Dictionary<string, string> Sent(Page page, Dictionary<string, string> filled)
    {
        var form = page.Sections.SelectMany(s => s.Blocks).OfType<Form>().First();
        var values = form.Fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        foreach (var (name, value) in filled)
            values[name] = value;
        return values;
    }

    private static IEnumerable<Fact> Facts(Page page) =>
        page.Sections.SelectMany(s => s.Blocks).OfType<Facts>().SelectMany(f => f.Items);

    [Theory]
    [InlineData("")]
    [InlineData("docs")]
    public async Task A_decision_is_written_into_the_repository_and_committed(string start)
    {
        using var amigov = Repository(start);
        using var served = new Served(amigov, Arguments);
        var preview = await served.Send(
            $"/findings/{Finding}",
            Sent(await served.Show($"/findings/{Finding}"), Closing)
        );
        Assert.Equal("Nothing is written yet.", preview.Answer!.Text);
        Assert.Contains(Facts(preview), f => f is { Name: "decided on", Value.Text: "undecided" });
        var done = await served.Send($"/findings/{Finding}", Sent(preview, []));
        Assert.StartsWith("Done. Commit", done.Answer!.Text, StringComparison.Ordinal);
        Assert.Contains("\"closed\"", amigov.Text(File), StringComparison.Ordinal);
        Assert.DoesNotContain(amigov.Files.Files.Keys, p => p.StartsWith("docs/", StringComparison.Ordinal));
        Assert.Empty(amigov.Git!.Uncommitted("triage"));
    }

    /// <summary>A page that a browser loads again is sent again.</summary>
    [Fact]
    public async Task A_decision_that_is_sent_twice_was_made_once()
    {
        using var amigov = Repository();
        using var served = new Served(amigov, Arguments);
        var page = await served.Show($"/findings/{Finding}");
        var sent = Sent(await served.Send($"/findings/{Finding}", Sent(page, Closing)), []);
        await served.Send($"/findings/{Finding}", sent);
        var head = amigov.Git!.Resolve("HEAD");
        var again = await served.Send($"/findings/{Finding}", sent);
        Assert.Contains("You have decided so already", again.Answer!.Text, StringComparison.Ordinal);
        Assert.Equal(head, amigov.Git!.Resolve("HEAD"));
    }

    [Fact]
    public async Task What_is_taken_back_keeps_what_was_filled_in()
    {
        using var amigov = Repository();
        using var served = new Served(amigov, Arguments);
        var preview = await served.Send(
            $"/findings/{Finding}",
            Sent(await served.Show($"/findings/{Finding}"), Closing)
        );
        var back = Forms(preview).Single(f => f.Submit == "Back without doing it");
        var page = await served.Send(
            $"/findings/{Finding}",
            back.Fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal)
        );
        Assert.Contains(Forms(page).Single().Fields, f => f is { Name: "reason", Value: "a test" });
        Assert.Contains("\"open\"", amigov.Text(File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_names_each_account_that_launches()
    {
        using var amigov = Repository();
        using var served = new Served(amigov, Arguments);
        var form = Forms(await served.Show("/requests/new")).Single();
        var values = form.Fields.ToDictionary(f => f.Name, _ => "x", StringComparer.Ordinal);
        values["usable-by"] = "222233334444, 333344445555";
        var preview = await served.Send("/requests/new", values);
        var command = preview.Sections.SelectMany(s => s.Blocks).OfType<CommandText>().Single().Text;
        Assert.Contains("--usable-by=222233334444 --usable-by=333344445555", command, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_error_is_answered_in_words_of_the_page()
    {
        using var amigov = Repository();
        using var served = new Served(amigov, Arguments);
        var page = await served.Send(
            "/explain",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["error"] = "my computer is slow" }
        );
        Assert.StartsWith("This is no error that AWS gives", page.Answer!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Sections.SelectMany(s => s.Blocks), b => b is Preformatted);
    }

    /// <summary>A record alone does not tell whether it is whole.</summary>
    [Fact]
    public async Task Each_page_says_when_it_was_read_and_what_nobody_asked()
    {
        using var amigov = Repository();
        foreach (var path in amigov.Files.Files.Keys.Where(k => k.StartsWith("deployments/", StringComparison.Ordinal)))
            amigov.Files.Files.Remove(path);
        using var served = new Served(amigov, Arguments);
        var page = await served.Show("/deployments");
        Assert.Contains(page.About, a => a.StartsWith("read 20", StringComparison.Ordinal));
        var said = page.Sections.SelectMany(s => s.Blocks).OfType<Nothing>().ToList();
        Assert.Equal(2, said.Count);
        Assert.All(
            said,
            n => Assert.StartsWith("The record here tells of none; the organization was not asked", n.Text.Text)
        );
        Assert.All(said, n => Assert.Equal(Tone.Unknown, n.Text.Tone));
        Assert.Equal("Overview", (await served.Show("/again")).Title);
    }

    private static IEnumerable<Form> Forms(Page page) => page.Sections.SelectMany(s => s.Blocks).OfType<Form>();

    /// <summary>Only what is committed was decided so already.</summary>
    [Fact]
    public async Task A_decision_as_it_was_before_changes_nothing()
    {
        using var amigov = Repository();
        using var served = new Served(amigov, Arguments);
        for (var i = 0; i < 2; i++)
        {
            var page = await served.Show($"/findings/{Finding}");
            var preview = await served.Send($"/findings/{Finding}", Sent(page, Closing));
            var done = await served.Send($"/findings/{Finding}", Sent(preview, []));
            var expected = i == 0 ? "Done. Commit" : "Done: nothing changed";
            Assert.StartsWith(expected, done.Answer!.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nobody_does_what_was_shown_to_another()
    {
        using var amigov = Repository();
        using var served = new Served(amigov, Arguments);
        var page = await served.Show($"/findings/{Finding}");
        var preview = await served.Send($"/findings/{Finding}", Sent(page, Closing));
        var before = amigov.Git!.Resolve("HEAD");
        amigov.As("Mallory", "mallory@company.com");
        var refused = await served.Send($"/findings/{Finding}", Sent(preview, []));
        Assert.Contains("git names Mallory <mallory@company.com> now", refused.Answer!.Text, StringComparison.Ordinal);
        Assert.Equal(before, amigov.Git.Resolve("HEAD"));
        Assert.Contains("\"open\"", amigov.Text(File), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Alex", "main", null)]
    [InlineData("Alex", "other", "it was shown on the branch main, and other is checked out now")]
    [InlineData("Sam", "main", "it was shown as Alex, and git names Sam now")]
    public void What_has_moved_since_it_was_shown_is_named(string who, string branch, string? expected)
    {
        var preview = new ServedDecision("Decide", []).Preview(
            "Alex",
            "main",
            new PageRequest("/x", new Dictionary<string, string> { ["shown-by"] = "Sam", ["shown-branch"] = "other" })
        );
        var sent = new PageRequest("/x", Sent(preview, []));
        Assert.Equal(
            expected is null ? null : $"{expected}: look at it again",
            ServedDecision.Moved(who, branch, sent)
        );
    }

    [Fact]
    public void What_was_never_shown_is_not_done() =>
        Assert.NotNull(ServedDecision.Moved("Alex", "main", new PageRequest("/x", new Dictionary<string, string>())));

    /// <summary>The page that says “This will be done” says so of what can be done.</summary>
    [Fact]
    public async Task A_request_that_lacks_something_is_not_promised()
    {
        using var amigov = Repository();
        using var served = new Served(amigov, Arguments);
        var page = await served.Send("/requests/new", new Dictionary<string, string> { ["ticket"] = "CLOUD-9" });
        Assert.StartsWith("Nothing was done: The request is not whole:", page.Answer!.Text, StringComparison.Ordinal);
        Assert.Contains("Business justification", page.Answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Sections, s => s.Title == "This will be done");
    }

    /// <summary>A trail in which calls were seen: they stand in the preview, and the verdict is kept.</summary>
    [Fact]
    public async Task What_is_decided_on_is_shown_and_recorded()
    {
        using var amigov = Repository();
        var logs = RepositoryRoot.File("tests", "data", "golden", "backtest-text", "repo", "logs");
        foreach (var file in Directory.GetFiles(logs, "*", SearchOption.AllDirectories))
            amigov.Files.Files[$"logs/{Path.GetRelativePath(logs, file)}"] = await System.IO.File.ReadAllBytesAsync(
                file,
                Cancel
            );
        using var served = new Served(amigov, Arguments with { Trail = ["logs"] });
        var list = await served.Show("/findings");
        var table = list.Sections.First(s => s.Id == "findings").Blocks.OfType<Table>().First();
        var found = table.Rows[0];
        var (path, verdict) = (found[0].Link!, found[1].Text);
        Assert.DoesNotContain(
            $"{path.Replace("/findings", "triage", StringComparison.Ordinal)}.json",
            amigov.Files.Files.Keys
        );
        var preview = await served.Send(path, Sent(await served.Show(path), Closing));
        Assert.Contains(Facts(preview), f => f.Name == "decided on" && f.Value.Text == verdict);
        Assert.Contains(Facts(preview), f => f.Name == "launches and calls: denied by");
        Assert.Contains(Facts(preview), f => f.Name == "launches and calls: images");
        var done = await served.Send(path, Sent(preview, []));
        Assert.StartsWith("Done. Commit", done.Answer!.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"\"verdict\": \"{verdict}\"",
            amigov.Text($"triage/{found[0].Text}.json"),
            StringComparison.Ordinal
        );
    }
}
