using System.Diagnostics;
using System.Text.Json;
using AmiGovernance.AcceptanceTests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AmiGovernance.AcceptanceTests.Features.Mcp;

/// <summary>The server as a process: driven by the SDK's own client, and by hand.</summary>
public sealed class McpTests : IDisposable
{
    private const string Denied = "ami-0123456789abcdef0";

    private const string Main =
        "resource \"aws_instance\" \"web\" {\n  ami = \"ami-0123456789abcdef0\"\n}\ndata \"aws_ami\" \"a\" {\n  owners = [\"999999999999\"]\n}\n";

    private readonly DirectoryInfo repository = Directory.CreateTempSubdirectory("amigov-mcp-");

    /// <summary>Null for the repository.</summary>
    private string? startedIn;

    public McpTests()
    {
        Write("config/ami_publishers.json", Samples.Runbook);
        Write("main.tf", Main);
        Assert.Equal(0, Run("generate", "--mode", "enabled").ExitCode);
    }

    public void Dispose() => repository.Delete(recursive: true);

    private void Write(string path, string text)
    {
        var full = Path.Combine(repository.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private ProcessStartInfo Start(params string[] arguments)
    {
        var start = AmigovProcess.Start(startedIn ?? repository.FullName, arguments);
        if (startedIn is not null)
            start.Environment["AMIGOV_CONFIG"] = $"{repository.Name}/config/ami_publishers.json";
        start.RedirectStandardInput = true;
        return start;
    }

    private (int ExitCode, string Out, string Error) Run(params string[] arguments)
    {
        using var process = Process.Start(Start(arguments))!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private Task<McpClient> Connect() =>
        McpClient.CreateAsync(
            new StdioClientTransport(
                new StdioClientTransportOptions
                {
                    Command = AmigovProcess.Words()[0],
                    Arguments = AmigovProcess.Words("mcp")[1..],
                    WorkingDirectory = repository.FullName,
                }
            ),
            cancellationToken: TestContext.Current.CancellationToken
        );

    private static async Task<CallToolResult> Call(McpClient client, string tool, Dictionary<string, object?> given) =>
        await client.CallToolAsync(tool, given, cancellationToken: TestContext.Current.CancellationToken);

    private static string[] Texts(CallToolResult result) =>
        [.. result.Content.Cast<TextContentBlock>().Select(block => block.Text)];

    /// <summary>The blocks that an answer must have.</summary>
    private static string[] Blocks((int ExitCode, string Out, string Error) printed) =>
        printed.Error.Length == 0
            ? [printed.Out, $"exit code {printed.ExitCode}"]
            : [printed.Out, printed.Error, $"exit code {printed.ExitCode}"];

    [Fact]
    public async Task Every_tool_only_reads()
    {
        await using var client = await Connect();
        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        string[] expected =
        [
            "explain_error",
            "find_approved_image",
            "is_image_allowed",
            "preflight",
            "status",
            "what_would_change",
            "who_is_affected",
        ];
        Assert.Equal(expected, tools.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.All(tools, t => Assert.True(t.ProtocolTool.Annotations?.ReadOnlyHint));
        Assert.All(tools, t => Assert.False(t.ProtocolTool.Annotations?.DestructiveHint));
    }

    /// <summary>Byte for byte, in both formats.</summary>
    [Fact]
    public async Task Answers_are_those_of_the_command_line()
    {
        const string At = "2026-04-14T12:00:00Z";
        const string Error =
            "An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. "
            + "User: arn:aws:sts::333344445555:assumed-role/Dev/alex is not authorized to perform: ec2:RunInstances on resource: "
            + "arn:aws:ec2:eu-central-1::image/ami-0123456789abcdef0 with an explicit deny in a service control policy";
        (string Tool, Dictionary<string, object?> Given, string[] Words)[] questions =
        [
            (
                "explain_error",
                new() { ["error"] = Error, ["at"] = At },
                ["explain", $"--from-error={Error}", $"--at={At}"]
            ),
            (
                "is_image_allowed",
                new()
                {
                    ["image"] = Denied,
                    ["owner"] = "999999999999",
                    ["account"] = "333344445555",
                    ["at"] = At,
                },
                ["explain", $"--at={At}", $"--image={Denied}", "--image-owner=999999999999", "--account=333344445555"]
            ),
            (
                "find_approved_image",
                new() { ["need"] = "ubuntu 24.04 arm64", ["region"] = "eu-central-1" },
                ["images", "find", "ubuntu 24.04 arm64", "--region=eu-central-1"]
            ),
            ("what_would_change", new() { ["old"] = "dist" }, ["diff", "dist"]),
            ("who_is_affected", [], ["triage", "list"]),
            ("status", [], ["history"]),
            (
                "preflight",
                new() { ["paths"] = new[] { "main.tf" }, ["account"] = "333344445555" },
                ["preflight", "main.tf", "--account=333344445555"]
            ),
            (
                "preflight",
                new()
                {
                    ["text"] = Main,
                    ["account"] = "333344445555",
                    ["mode"] = "enabled",
                },
                ["preflight", "main.tf", "--account=333344445555", "--mode=enabled"]
            ),
        ];
        await using var client = await Connect();
        foreach (var (tool, given, words) in questions)
        foreach (var format in (string[])["text", "json"])
        {
            var asked = new Dictionary<string, object?>(given) { ["format"] = format };
            var answer = await Call(client, tool, asked);
            Assert.Equal(Blocks(Run([.. words, $"--output={format}"])), Texts(answer));
        }
    }

    /// <summary>As docs/reference/mcp.md sets it up: started elsewhere, and the environment names the configuration.</summary>
    [Fact]
    public void The_repository_may_lie_elsewhere()
    {
        var expected = Run("preflight", "main.tf", "--account=333344445555").Out;
        startedIn = repository.Parent!.FullName;
        var (_, answers, _) = Speak(
            ["3"],
            Initialize,
            Initialized,
            """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"preflight","arguments":{"paths":["main.tf"],"account":"333344445555"}}}"""
        );
        var text = answers["3"].GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString();
        Assert.Equal(expected, text);
    }

    /// <summary>The same text is judged, whether or not there is such a file.</summary>
    [Fact]
    public async Task A_text_needs_no_file()
    {
        await using var client = await Connect();
        var answer = await Call(client, "preflight", new() { ["text"] = Main, ["name"] = "new/other.tf" });
        Assert.Contains("new/other.tf:2:9:", Texts(answer)[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(repository.FullName, "new")));
    }

    [Theory]
    [InlineData("preflight", "paths", "/etc/passwd")]
    [InlineData("preflight", "paths", "../secret.tf")]
    [InlineData("preflight", "paths", "a/../../secret.tf")]
    [InlineData("preflight", "paths", "--output=json=stolen")]
    [InlineData("what_would_change", "old", "/etc")]
    [InlineData("what_would_change", "old", "..")]
    [InlineData("find_approved_image", "need", "--db=x")]
    [InlineData("is_image_allowed", "policies", "/tmp")]
    public async Task What_a_tool_does_not_take_is_refused(string tool, string name, string value)
    {
        await using var client = await Connect();
        var given = new Dictionary<string, object?>
        {
            ["region"] = "eu-central-1",
            [name] = name == "paths" ? new[] { value } : value,
        };
        if (tool == "what_would_change")
            given.Remove("region");
        var answer = await Call(client, tool, given);
        Assert.True(answer.IsError);
        Assert.Contains(
            name,
            string.Join('\n', Texts(answer)) + (name is "paths" or "old" ? name : ""),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("exit code", string.Join('\n', Texts(answer)), StringComparison.Ordinal);
    }

    /// <summary>Neither by its own name nor from the folder that it lies in.</summary>
    [Fact]
    public async Task A_link_that_leads_out_is_not_followed()
    {
        var outside = Directory.CreateTempSubdirectory("amigov-outside-");
        try
        {
            File.WriteAllText(Path.Combine(outside.FullName, "secret.tf"), Main);
            File.CreateSymbolicLink(
                Path.Combine(repository.FullName, "linked.tf"),
                Path.Combine(outside.FullName, "secret.tf")
            );
            Directory.CreateSymbolicLink(Path.Combine(repository.FullName, "linked"), outside.FullName);
            await using var client = await Connect();
            foreach (var path in (string[])["linked.tf", "linked", "linked/secret.tf", "."])
            {
                var answer = await Call(client, "preflight", new() { ["paths"] = new[] { path } });
                var said = string.Join('\n', Texts(answer));
                Assert.DoesNotContain("linked.tf:", Texts(answer)[0], StringComparison.Ordinal);
                Assert.DoesNotContain("secret.tf:", Texts(answer)[0], StringComparison.Ordinal);
                Assert.DoesNotContain("exit code 0", said, StringComparison.Ordinal);
            }
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    /// <summary>What is judged by is the repository's, whatever name a client gives to its own text.</summary>
    [Theory]
    [InlineData("config/ami_publishers.json")]
    [InlineData("./config/ami_publishers.json")]
    [InlineData("dist/scp-ami-guardrail.json")]
    public async Task A_text_never_stands_for_what_is_judged_by(string name)
    {
        await using var client = await Connect();
        var given = new Dictionary<string, object?> { ["paths"] = new[] { "main.tf" }, ["account"] = "333344445555" };
        var alone = Texts(await Call(client, "preflight", given));
        var forged = Texts(await Call(client, "preflight", new(given) { ["text"] = "{}", ["name"] = name }));
        Assert.Equal(alone[0].Split('\n')[..^2], forged[0].Split('\n')[..^2]);
        Assert.Equal(alone[^1], forged[^1]);
    }

    [Fact]
    public async Task A_text_may_have_any_plain_name()
    {
        await using var client = await Connect();
        var answer = await Call(client, "preflight", new() { ["text"] = Main, ["name"] = "./new//other.tf" });
        Assert.Contains("new/other.tf:2:9:", Texts(answer)[0], StringComparison.Ordinal);
    }

    /// <summary>In the words of the tool, not of the command line.</summary>
    [Theory]
    [InlineData("`paths` or `text` is missing")]
    [InlineData("`paths` or `text` is missing", "paths")]
    [InlineData("`text` is missing", "name")]
    public async Task What_is_missing_is_told(string expected, params string[] names)
    {
        await using var client = await Connect();
        var given = names.ToDictionary(n => n, n => n == "paths" ? Array.Empty<string>() : (object?)"main.tf");
        var answer = await Call(client, "preflight", given);
        Assert.True(answer.IsError);
        Assert.StartsWith(expected, Assert.Single(Texts(answer)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused()
    {
        await using var client = await Connect();
        var answer = await Call(client, "explain_error", new() { ["error"] = new string('x', 40_000) });
        Assert.True(answer.IsError);
        Assert.Contains("the limit is 32768", Texts(answer)[0], StringComparison.Ordinal);
    }

    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"hand","version":"1"}}}""";

    private const string Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";

    /// <summary>Writes lines, reads the answers to the requests with the given ids, and closes standard input.</summary>
    private (int ExitCode, Dictionary<string, JsonElement> Answers, string Error) Speak(
        string[] ids,
        params string[] lines
    )
    {
        using var process = Process.Start(Start("mcp"))!;
        var error = process.StandardError.ReadToEndAsync();
        foreach (var line in lines)
            process.StandardInput.Write(line + "\n");
        process.StandardInput.Flush();
        var answers = new Dictionary<string, JsonElement>();
        while (!ids.All(answers.ContainsKey) && process.StandardOutput.ReadLine() is { } line)
            Take(line);
        process.StandardInput.Close();
        // Requests are answered in any order: an answer that nobody waits for may come last.
        while (process.StandardOutput.ReadLine() is { } line)
            Take(line);
        process.WaitForExit();
        return (process.ExitCode, answers, error.Result);

        void Take(string line)
        {
            // Nothing but the protocol is there.
            var message = JsonElement.Parse(line);
            Assert.Equal("2.0", message.GetProperty("jsonrpc").GetString());
            if (message.TryGetProperty("id", out var id))
                answers[id.GetRawText()] = message;
        }
    }

    [Fact]
    public void By_hand_over_standard_streams()
    {
        var (exit, answers, error) = Speak(
            ["1", "2", "3", "4"],
            Initialize,
            Initialized,
            """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""",
            """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"is_image_allowed","arguments":{"owner":"999999999999","account":"333344445555"}}}""",
            """{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"apply","arguments":{}}}"""
        );
        Assert.Equal(0, exit);
        Assert.Equal("", error);
        Assert.Equal(
            "amigov",
            answers["1"].GetProperty("result").GetProperty("serverInfo").GetProperty("name").GetString()
        );
        Assert.Equal(7, answers["2"].GetProperty("result").GetProperty("tools").GetArrayLength());
        var text = answers["3"].GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString();
        Assert.Equal(Run("explain", "--image-owner=999999999999", "--account=333344445555").Out, text);
        Assert.Contains(
            "no tool `apply`",
            answers["4"].GetProperty("error").GetRawText().Replace("\\u0060", "`", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    /// <summary>The next request is answered whatever came before it.</summary>
    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("\u0001\u001b[2J")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"no/such"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"tools/call"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":7}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"status","arguments":[1]}}""")]
    public void A_malformed_line_ends_nothing(string line)
    {
        var (exit, answers, _) = Speak(
            ["1", "2"],
            Initialize,
            Initialized,
            line,
            """{"jsonrpc":"2.0","id":2,"method":"tools/list"}"""
        );
        Assert.Equal(0, exit);
        Assert.Equal(7, answers["2"].GetProperty("result").GetProperty("tools").GetArrayLength());
    }

    [Fact]
    public void A_message_without_end_is_cut_off()
    {
        var (exit, answers, _) = Speak(
            ["1", "2"],
            Initialize,
            Initialized,
            $$"""{"jsonrpc":"2.0","id":9,"method":"{{new string('x', 20 << 20)}}"}""",
            """{"jsonrpc":"2.0","id":2,"method":"tools/list"}"""
        );
        Assert.Equal(0, exit);
        Assert.Equal(7, answers["2"].GetProperty("result").GetProperty("tools").GetArrayLength());
    }

    [Fact]
    public void Closing_the_input_at_once_is_a_clean_end()
    {
        var (exit, output, error) = Run("mcp");
        Assert.Equal((0, "", ""), (exit, output, error));
    }
}
