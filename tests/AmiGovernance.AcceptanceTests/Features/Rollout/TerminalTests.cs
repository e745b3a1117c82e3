using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;

namespace AmiGovernance.AcceptanceTests.Features.Rollout;

/// <summary>What a person sees before a question, and what becomes of one who does not answer, in a pseudo-terminal.</summary>
public sealed class TerminalTests : IDisposable
{
    private static readonly string[] Gates =
    [
        "--notified",
        "all",
        "--ticket",
        "CHG-1",
        "--override",
        "audit-time",
        "--override",
        "violations",
        "--reason",
        "test",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("amigov-terminal-").FullName;
    private readonly SandboxServer server;
    private readonly Terminal terminal;

    public TerminalTests()
    {
        var world = WorldGenerator.Create(new WorldSize(10, 1, 1), TimeProvider.System);
        server = SandboxServer.Start(world).GetAwaiter().GetResult();
        terminal = new Terminal(folder, server);
        var config = Path.Combine(folder, Samples.ConfigPath);
        Directory.CreateDirectory(Path.GetDirectoryName(config)!);
        // The clock is this machine's: a configuration without dates is right on every day.
        var lasting = JsonNode.Parse(Samples.Clean)!;
        lasting["exception_accounts"] = new JsonArray();
        File.WriteAllText(config, lasting.ToJsonString());
        Do("generate");
    }

    public void Dispose()
    {
        server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
    }

    private void Do(params string[] arguments)
    {
        var screen = terminal.Answer("nobody is asked", "", arguments);
        Assert.True(screen.Exit == 0, screen.After);
    }

    private Organization Now => server.World.Organization;

    /// <summary>The entries of all deployments.</summary>
    private string[] Record()
    {
        var record = new DirectoryInfo(Path.Combine(folder, "deployments"));
        return record.Exists
            ? [.. record.EnumerateFiles("*.jsonl").OrderBy(f => f.Name).SelectMany(f => File.ReadLines(f.FullName))]
            : [];
    }

    private void AssertUntouched(Organization before, string[] record)
    {
        Assert.Equal(before.Policies, Now.Policies);
        Assert.Equal(before.Attachments, Now.Attachments);
        Assert.Equal(record, Record());
    }

    [Fact]
    public void What_a_question_is_about_is_on_the_screen_before_it()
    {
        var before = Now;
        var answer = terminal.Answer(Terminal.Prompt, "no\n", "apply");
        Assert.True(answer.Before is not null, answer.After);
        Assert.Contains("What changes in meaning:", answer.Before, StringComparison.Ordinal);
        Assert.Contains("CreatePolicy", answer.Before, StringComparison.Ordinal);
        Assert.Contains("Make these", answer.Before, StringComparison.Ordinal);
        Assert.Equal(1, answer.Exit);
        Assert.Contains("AMI0509", answer.After, StringComparison.Ordinal);
        AssertUntouched(before, []);
    }

    [Fact]
    public void Ctrl_C_at_the_question_of_apply_leaves_nothing()
    {
        var before = Now;
        terminal.AssertLeft(Terminal.Prompt, ["What changes in meaning:", "CreatePolicy", "Make these"], "apply");
        AssertUntouched(before, []);
        terminal.AssertLeft(
            Terminal.Prompt,
            ["Make these", "metric filter"],
            "dashboard",
            "apply",
            "--log-group",
            WorldGenerator.TrailLogGroup
        );
        AssertUntouched(before, []);
    }

    [Fact]
    public void Ctrl_C_at_the_questions_of_promote_and_rollback_leaves_nothing()
    {
        Do("apply", "--yes");
        var (before, record) = (Now, Record());
        var unit = Now.Units[0].Id;
        string[] promote = ["promote", "--target", unit, .. Gates];
        terminal.AssertLeft(
            Terminal.Prompt,
            ["Gates:", "will be enforced", "What changes in meaning", "Enforce in"],
            promote
        );
        // A report that goes to a file is not seen.
        terminal.AssertLeft(Terminal.Prompt, ["Gates:", "Enforce in"], [.. promote, "-o", "markdown=promotion.md"]);
        AssertUntouched(before, record);

        terminal.AssertLeft(
            Terminal.Prompt,
            ["weaker: our declarative policy is taken away", "DetachPolicy", "Weaker: our"],
            "rollback"
        );
        AssertUntouched(before, record);
    }

    /// <summary>The answer takes so long that the keys come while the call is in flight.</summary>
    [Fact]
    public void Ctrl_C_during_calls_finishes_the_call_in_flight_and_says_how_to_go_on()
    {
        server.Faults.Add(
            new Fault("organizations", "CreatePolicy", FaultKind.Delay) { Times = 1, Delay = TimeSpan.FromSeconds(3) }
        );
        var screen = terminal.Answer("/6 CreatePolicy ", Terminal.CtrlC, "apply", "--yes");
        Assert.True(screen.Exit == 130, screen.After);
        // The terminal's lines are folded where they are full.
        var said = string.Join(' ', screen.After.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Ctrl-C again ends at once", said, StringComparison.Ordinal);
        Assert.Contains("run `amigov apply` again", said, StringComparison.Ordinal);
        var record = Record();
        Assert.Contains("\"event\":\"done\"", record[^2], StringComparison.Ordinal);
        Assert.Contains("\"detail\":\"interrupted\"", record[^1], StringComparison.Ordinal);
        var done = record.Count(e => e.Contains("\"event\":\"done\"", StringComparison.Ordinal));
        Assert.Contains($"goes on with call {done + 1} of", said, StringComparison.Ordinal);

        Do("apply", "--yes");
        var again = terminal.Answer("nothing to do", "", "apply", "--yes");
        Assert.NotNull(again.Before);
    }

    /// <summary>The organization does not answer any more.</summary>
    [Fact]
    public void A_second_Ctrl_C_ends_at_once()
    {
        server.Faults.Add(new Fault("organizations", "CreatePolicy", FaultKind.Hold) { Times = 1 });
        string[] keys = [Terminal.CtrlC, "again ends at once", Terminal.CtrlC];
        var screen = terminal.Answer("/6 CreatePolicy ", keys, "apply", "--yes");
        Assert.True(screen.Exit == 130, screen.After);
        Assert.DoesNotContain("run `amigov apply` again", screen.After, StringComparison.Ordinal);
        Do("apply", "--yes");
    }
}
