using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;
using AmiGovernance.TestSupport.Pipelines;

namespace AmiGovernance.AcceptanceTests.Features.Images;

/// <summary>The schedule files hold commands and shell that work.</summary>
public sealed partial class ScheduleTests
{
    public static TheoryData<string> Kinds => ["gitlab", "github", "cron"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_command_in_a_schedule_is_one_that_amigov_takes(string kind)
    {
        using var amigov = new Amigov();
        amigov.Sandbox = await SandboxServer.Start(
            WorldGenerator.Create(new WorldSize(8, 1, 0), new Amigov.FixedTime(amigov.Now)),
            cancel: TestContext.Current.CancellationToken
        );
        foreach (var account in amigov.Sandbox.World.Organization.Accounts)
            amigov.Sandbox.World.Roles[(account.Id, "ImageScanner")] = new SandboxRole();
        amigov.Environment["AMIGOV_CHAT_WEBHOOK"] = "https://chat.company.com/hook";
        var commands = Commands()
            .Matches(amigov.Run("images", "schedule", "--for", kind).Out)
            .Select(m => m.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        Assert.Equal(["scan", "report"], commands.Select(c => c[1]));
        Assert.Equal(0, amigov.Run(commands[0]).ExitCode);
        // The way to the mail server and the chat is refused here; what is asked for is understood.
        var (exit, _, error) = amigov.Run(commands[1]);
        Assert.Equal((1, true), (exit, error.Contains("AMI1018", StringComparison.Ordinal)));
    }

    /// <summary>A scan with gaps is reported all the same, and its exit code is the job's.</summary>
    [Theory]
    [InlineData("gitlab", 0, 0, 0)]
    [InlineData("gitlab", 4, 0, 4)]
    [InlineData("gitlab", 1, 4, 4)]
    [InlineData("github", 4, 1, 4)]
    [InlineData("github", 0, 1, 1)]
    public void The_shell_of_a_job_keeps_the_inventory_and_ends_as_its_commands_did(
        string kind,
        int scan,
        int report,
        int ends
    )
    {
        using var amigov = new Amigov();
        var shell = Script(kind, YamlFile.ParseObject(amigov.Run("images", "schedule", "--for", kind).Out));
        var folder = Directory.CreateTempSubdirectory("amigov-schedule-");
        var told = Tool.Run(
            "bash",
            [
                "-c",
                $$"""
                AMI_INVENTORY=s3://bucket/key AWS_TOKEN=token AMIGOV_FOLDER=.
                aws() { echo "aws $2"; }
                amigov() { echo "amigov $2"; [ "$2" = scan ] && return {{scan}}; return {{report}}; }
                (set -eo pipefail; {{shell}})
                echo "exit $?"
                """,
            ],
            folder: folder.FullName
        );
        folder.Delete(recursive: true);
        Assert.EndsWith($"amigov scan\naws cp\namigov report\naws cp\nexit {ends}\n", told, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?<![`\w-])amigov (images (?:scan|report)[^|;>}\n`]*?)(?= *(?:\|\||;|>|\n))")]
    private static partial Regex Commands();

    /// <summary>GitLab runs all entries of `script`, GitHub a block, in a shell that ends at the first failure.</summary>
    private static string Script(string kind, JsonObject file)
    {
        var job = kind == "gitlab" ? file["images"]! : file["jobs"]!["images"]!;
        if (kind == "gitlab")
            return string.Join('\n', job["script"]!.AsArray().Select(line => (string)line!));
        var step = job["steps"]!.AsArray().Single(s => (string?)s!["name"] == "Scan and report")!;
        return (string)step["run"]!;
    }
}
