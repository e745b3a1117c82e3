using System.Text;
using System.Text.Json;
using AmiGovernance.Cli;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Features.Mcp;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Tests.Features.Mcp;

/// <summary>Questions of programs: from whatever folder the process was started in, and without a trace in the repository.</summary>
public sealed class AskedCommandTests
{
    private const string Inventory = "image-inventory.db";

    private const string Main = "resource \"aws_instance\" \"web\" {\n  ami = \"ami-0123456789abcdef0\"\n}\n";

    private static readonly string[] Find = ["images", "find", "ubuntu 24.04", "--region=eu-central-1"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static CliContext Context(Amigov amigov) => amigov.Context(TextWriter.Null, TextWriter.Null);

    private static async Task<AskedAnswer> Ask(Amigov amigov, string[] words, GivenText? given = null)
    {
        var context = Context(amigov);
        using var asked = new AskedCommand(context, AmigovProgram.Run, context.Config is { } named ? [named] : []);
        return await asked.Run(words, given, Cancel);
    }

    private static Amigov Repository(string start, string? config = null)
    {
        var amigov = new Amigov { Start = start, Config = config };
        foreach (var (path, bytes) in Amigov.OfRunbook("enabled").Files.Files)
            amigov.Files.Files[path] = bytes;
        return amigov;
    }

    [Theory]
    [InlineData("")]
    [InlineData("docs")]
    [InlineData("..")]
    public async Task Paths_are_those_of_the_repository(string start)
    {
        using var amigov = Repository(start).With("infra/main.tf", Main);
        var file = await Ask(amigov, ["preflight", "infra/main.tf"]);
        Assert.Contains("infra/main.tf:2:9", file.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("../infra", file.Out + file.Error, StringComparison.Ordinal);
        var text = await Ask(amigov, ["preflight", "new.tf"], new GivenText("new.tf", Main));
        Assert.Contains("new.tf:2:9", text.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await Ask(amigov, ["diff", "dist"])).ExitCode);
    }

    /// <summary>The environment names it: that is the user's word, as `--config` is.</summary>
    [Fact]
    public async Task A_configuration_elsewhere_is_read_where_the_user_named_it()
    {
        // In memory, files of all folders are known without the first slash.
        const string config = "/elsewhere/own.json";
        using var amigov = Repository("docs", config).With(config[1..], Samples.Runbook);
        Assert.DoesNotContain("error", (await Ask(amigov, Find)).Error, StringComparison.Ordinal);
        amigov.With($"{config}.other"[1..], Main);
        var other = await Ask(amigov, ["preflight", $"{config}.other"]);
        Assert.NotEqual(0, other.ExitCode);
        Assert.DoesNotContain("ami-0123456789abcdef0", other.Out + other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_is_neither_made_nor_filled()
    {
        using var amigov = Repository("");
        await Ask(amigov, Find);
        Assert.False(Directory.Exists(amigov.Databases.FullPath(".")));
        Directory.CreateDirectory(amigov.Databases.FullPath("."));
        await File.WriteAllBytesAsync(amigov.Databases.FullPath(Inventory), [], Cancel);
        var answer = await Ask(amigov, Find);
        Assert.Contains("AMI1007", answer.Error, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(amigov.Databases.FullPath(Inventory)).Length);
    }

    [Fact]
    public async Task A_database_of_an_older_version_stays_as_it_is()
    {
        using var amigov = Repository("");
        var schema = ImageInventorySchema.Schema;
        amigov.Databases.Open(Inventory, schema with { Steps = [schema.Steps[0]] }, new())!.Dispose();
        var before = await File.ReadAllBytesAsync(amigov.Databases.FullPath(Inventory), Cancel);
        var answer = await Ask(amigov, Find);
        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("written by an older amigov (version 1 of the file", answer.Error, StringComparison.Ordinal);
        Assert.Contains("`amigov images list` brings it up to date", answer.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(amigov.Databases.FullPath(Inventory), Cancel));
        Assert.Equal([Inventory], Directory.GetFiles(amigov.Databases.FullPath(".")).Select(f => Path.GetFileName(f)));
        Assert.Equal(1, amigov.Run("images", "list").ExitCode);
        Assert.Contains("AMI1007", (await Ask(amigov, Find)).Error, StringComparison.Ordinal);
    }

    /// <summary>Whoever may push to the repository must not choose what is opened on somebody's machine.</summary>
    [Fact]
    public async Task Links_that_lead_out_are_named_and_not_followed()
    {
        using var amigov = Repository("");
        using var other = new Amigov();
        var bag = new DiagnosticBag();
        other.Databases.Open(Inventory, ImageInventorySchema.Schema, bag)!.Dispose();
        var (here, outside) = (amigov.OnDisk(), other.Databases.FullPath("."));
        File.CreateSymbolicLink(Path.Combine(here, Inventory), Path.Combine(outside, Inventory));
        foreach (var folder in new[] { "deployments", "triage" })
            Directory.CreateSymbolicLink(Path.Combine(here, folder), outside);
        (string[] Words, string Link)[] questions =
        [
            (Find, Inventory),
            (["history"], "deployments"),
            (["triage", "list"], "triage"),
        ];
        foreach (var (words, link) in questions)
        {
            var answer = await Ask(amigov, words);
            Assert.Equal(1, answer.ExitCode);
            Assert.Contains(
                $"`{link}` is a link that leads out of the repository",
                answer.Error,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task A_question_that_takes_long_holds_no_other_up()
    {
        using var amigov = new Amigov();
        var held = new TaskCompletionSource<int>();
        using var asked = new AskedCommand(
            Context(amigov),
            (words, _, _) => words[0] == "verify" ? held.Task : Task.FromResult(3),
            []
        );
        var slow = asked.Run(["verify"], null, Cancel);
        Assert.Equal(3, (await asked.Run(["explain"], null, Cancel)).ExitCode);
        Assert.Equal(3, (await asked.Do(["triage"], isCommitted: true, Cancel)).ExitCode);
        held.SetResult(0);
        Assert.Equal(0, (await slow).ExitCode);
    }

    [Theory]
    [InlineData("preflight", "text", "---\nKind: Pod\n", "")]
    [InlineData("preflight", "text", "", "")]
    [InlineData("explain_error", "error", "- An error occurred", "")]
    [InlineData("explain_error", "error", "", "`error` is empty")]
    [InlineData("find_approved_image", "need", "--db=x", "`need` begins with `-`")]
    [InlineData("preflight", "name", "-x.tf", "`name` begins with `-`")]
    [InlineData("what_would_change", "old", "-", "`old` begins with `-`")]
    public void Only_a_word_by_itself_must_not_look_like_an_option(
        string tool,
        string name,
        string value,
        string problem
    )
    {
        var parameters = McpTools.All(isLive: false).Single(t => t.Name == tool).All;
        // What a tool needs besides is not asked for here.
        var alone = parameters.Select(p => p with { IsRequired = false }).ToList();
        ToolArguments.Read(alone, [KeyValuePair.Create(name, Json(value))], out var found);
        Assert.Equal(problem, found);
    }

    [Theory]
    [InlineData("main")]
    [InlineData("main.tfstate")]
    [InlineData("main.tf.bak")]
    public void A_name_that_says_no_language_is_no_name_of_a_text(string name)
    {
        var tool = McpTools.All(isLive: false).Single(t => t.Name == "preflight");
        KeyValuePair<string, JsonElement>[] given = [new("text", Json(Main)), new("name", Json(name))];
        var problem = tool.Missing(ToolArguments.Read(tool.All, given, out _)!);
        Assert.Contains(".tf, ", problem, StringComparison.Ordinal);
    }

    private static JsonElement Json(string text) =>
        JsonElement.Parse(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(text)));
}
