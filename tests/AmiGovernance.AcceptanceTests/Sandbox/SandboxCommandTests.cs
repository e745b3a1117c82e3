using System.Text.RegularExpressions;
using AmiGovernance.Cli;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>`amigov sandbox start` as a person uses it: the exports, the end, the next start.</summary>
public sealed partial class SandboxCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("amigov-sandbox-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Starts the command, lets something be done with its address and access key, and ends it as Ctrl-C does.</summary>
    private async Task<(int ExitCode, string Out, string Error)> Start(string[] options, Func<WireClient, Task> use)
    {
        using var output = new SignallingWriter();
        using var error = new StringWriter { NewLine = "\n" };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var files = new DiskFileStore(folder);
        var running = AmigovProgram.Run(
            ["sandbox", "start", "--accounts", "12", .. options],
            new CliContext
            {
                Out = output,
                Error = error,
                In = TextReader.Null,
                Files = files,
                OpenText = files.OpenText,
                Time = TimeProvider.System,
                Environment = _ => null,
            },
            end.Token
        );
        if (await Task.WhenAny(running, output.Flushed) != running)
        {
            var exports = Export()
                .Matches(output.ToString())
                .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
            using var client = new WireClient(
                new Uri(exports["AWS_ENDPOINT_URL"]),
                exports["AWS_ACCESS_KEY_ID"],
                exports["AWS_SECRET_ACCESS_KEY"]
            )
            {
                Region = exports["AWS_REGION"],
            };
            await use(client);
            await end.CancelAsync();
        }
        return (await running, output.ToString(), error.ToString());
    }

    [Fact]
    public async Task The_exports_work_and_Ctrl_C_is_the_usual_end()
    {
        var (exitCode, output, error) = await Start(
            ["--images", "1", "--regions", "1"],
            async client => Assert.True((await client.Query("sts", "GetCallerIdentity", "")).IsOk)
        );
        Assert.Equal(0, exitCode);
        Assert.Contains("unset AWS_SESSION_TOKEN AWS_PROFILE", output, StringComparison.Ordinal);
        Assert.Contains(
            "organization o-a1b2c3d4e5: 12 accounts, 8 organizational units, 1 Region, ",
            error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_was_done_is_there_at_the_next_start_with_the_trail_beside()
    {
        string[] options = ["--state", Path.Combine(folder, "state"), "--trail", Path.Combine(folder, "trail")];
        var (first, _, _) = await Start(
            options,
            async client =>
                Assert.True(
                    (
                        await client.Json(
                            "organizations",
                            "CreateOrganizationalUnit",
                            """{"ParentId":"r-a1b2","Name":"Kept"}"""
                        )
                    ).IsOk
                )
        );
        Assert.Equal(0, first);
        Assert.Single(
            Directory.GetFiles(
                Path.Combine(folder, "trail"),
                "998877665544_CloudTrail_us-east-1_*.json.gz",
                SearchOption.AllDirectories
            )
        );
        var (second, _, error) = await Start(
            options,
            async client =>
                Assert.Contains(
                    "\"Kept\"",
                    (
                        await client.Json(
                            "organizations",
                            "ListOrganizationalUnitsForParent",
                            """{"ParentId":"r-a1b2"}"""
                        )
                    ).Text,
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(0, second);
        Assert.Contains("goes on; options for a new one have no effect", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_world_of_a_file_and_a_script_of_faults_are_taken()
    {
        using var amigov = new Amigov();
        Assert.Equal(
            0,
            amigov.Run("sandbox", "create", "world.json", "--accounts", "9", "--regions", "1", "--images", "0").ExitCode
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder, "world.json"),
            amigov.Text("world.json"),
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder, "faults.json"),
            """[{"kind":"error","operation":"ListRoots","code":"ServiceException","times":1}]""",
            TestContext.Current.CancellationToken
        );
        var both = await Start(["--world", "world.json", "--faults", "faults.json"], _ => Task.CompletedTask);
        Assert.Equal(ExitCodes.BadCommandLine, both.ExitCode);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "bad.json"),
            """[{"kind":"erorr"}]""",
            TestContext.Current.CancellationToken
        );
        Assert.Contains(
            "`erorr` is not known here",
            (await Start(["--faults", "bad.json"], _ => Task.CompletedTask)).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_assumed_is_kept_with_the_world()
    {
        var state = Path.Combine(folder, "state");
        var (_, _, error) = await Start(
            ["--state", state, "--assume", "hidden-image=nothing"],
            _ => Task.CompletedTask
        );
        Assert.Contains("is assumed to be hidden-image=nothing\n", error, StringComparison.Ordinal);
        var world = await File.ReadAllTextAsync(
            Path.Combine(state, "sandbox.json"),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("\"hidden-image\": \"nothing\"", world, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_with_what_to_do()
    {
        await using var rig = await SandboxRig.Start();
        var (exitCode, output, error) = await Start(["--port", $"{rig.Server.Address.Port}"], _ => Task.CompletedTask);
        Assert.Equal((ExitCodes.Errors, ""), (exitCode, output));
        Assert.Matches(
            "^port [0-9]+ cannot be used: .*; name another with `--port`, or leave it out for any that is free\n$",
            error
        );
        foreach (var wrong in new[] { "70000", "-1", "x" })
            Assert.Equal(ExitCodes.BadCommandLine, (await Start(["--port", wrong], _ => Task.CompletedTask)).ExitCode);
    }

    /// <summary>Says when the exports are there: the command writes them at once and flushes.</summary>
    private sealed class SignallingWriter : StringWriter
    {
        private readonly TaskCompletionSource flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SignallingWriter() => NewLine = "\n";

        public Task Flushed => flushed.Task;

        public override void Flush() => flushed.TrySetResult();
    }

    [GeneratedRegex("(AWS_[A-Z_]+)=([^ \n]+)")]
    private static partial Regex Export();
}
