using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Rollout;

/// <summary>What a person sees before a question, and what becomes of one who does not answer, in a pseudo-terminal.</summary>
public sealed class TerminalTests : IDisposable
{
    /// <summary>With this the question before a deployment ends.</summary>
    private const string Prompt = "? [no]: ";

    private readonly string folder = Directory.CreateTempSubdirectory("amigov-terminal-").FullName;
    private readonly SandboxServer server;

    public TerminalTests()
    {
        var world = WorldGenerator.Create(new WorldSize(10, 1, 1), TimeProvider.System);
        server = SandboxServer.Start(world).GetAwaiter().GetResult();
        var config = Path.Combine(folder, Samples.ConfigPath);
        Directory.CreateDirectory(Path.GetDirectoryName(config)!);
        // The clock is this machine's: a configuration without dates is right on every day.
        var lasting = JsonNode.Parse(Samples.Clean)!;
        lasting["exception_accounts"] = new JsonArray();
        File.WriteAllText(config, lasting.ToJsonString());
        Assert.Equal(0, Answer("✓", "", "generate").Exit);
    }

    public void Dispose()
    {
        server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void What_a_question_is_about_is_on_the_screen_before_it()
    {
        var answer = Answer(Prompt, "no\n", "apply");
        Assert.True(answer.Before is not null, answer.After);
        Assert.Contains("What changes in meaning:", answer.Before, StringComparison.Ordinal);
        Assert.Contains("CreatePolicy", answer.Before, StringComparison.Ordinal);
        Assert.Contains("Make these", answer.Before, StringComparison.Ordinal);
        Assert.Equal(1, answer.Exit);
        Assert.Contains("AMI0509", answer.After, StringComparison.Ordinal);
        AssertUntouched();
    }

    /// <summary>130 is what a shell says of a program that Ctrl-C ended.</summary>
    [Fact]
    public void Ctrl_C_at_a_question_ends_the_command_and_leaves_nothing()
    {
        var answer = Answer(Prompt, "\u0003", "apply");
        Assert.True(answer.Before is not null, answer.After);
        Assert.Equal(130, answer.Exit);
        Assert.DoesNotContain("   at ", answer.After, StringComparison.Ordinal);
        AssertUntouched();
    }

    private void AssertUntouched()
    {
        Assert.DoesNotContain(server.World.Organization.Policies, p => !p.AwsManaged);
        Assert.False(Directory.Exists(Path.Combine(folder, "deployments")));
    }

    private sealed record Screen(int Exit, string? Before, string After);

    private Screen Answer(string text, string keys, params string[] arguments)
    {
        string[] environment =
        [
            $"AWS_ENDPOINT_URL={server.Address}",
            $"AWS_ACCESS_KEY_ID={CredentialStore.AdministratorKey(server.World.Organization.ManagementAccount)}",
            $"AWS_SECRET_ACCESS_KEY={CredentialStore.AdministratorSecret}",
            "AWS_REGION=us-east-1",
            "TERM=xterm",
        ];
        string[] amigov = ["dotnet", .. AmigovProcess.Arguments(arguments)];
        string[] command =
        [
            text,
            JsonSerializer.Serialize(keys),
            "env",
            "-u",
            "AWS_PROFILE",
            .. environment,
            .. amigov,
        ];
        var output = Tool.Run(
            "python3",
            [RepositoryRoot.File("tests", "judges", "terminal.py"), .. command],
            folder: folder
        );
        var screen = JsonNode.Parse(output)!;
        return new Screen((int)screen["exit"]!, (string?)screen["before"], (string)screen["after"]!);
    }
}
