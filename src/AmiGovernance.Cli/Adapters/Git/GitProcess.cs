using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using AmiGovernance.Cli.Adapters.Processes;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Adapters.Git;

/// <summary>One run of git: what it wrote, byte for byte.</summary>
internal sealed record GitOutput(int ExitCode, byte[] Out, string Error)
{
    public string Text => Encoding.UTF8.GetString(Out);
}

/// <summary>Runs the `git` program in a folder.</summary>
internal sealed class GitProcess(string folder, bool mayPrompt)
{
    /// <summary>A commit with hooks takes seconds; a lock that a killed git has left stays for ever.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(15);

    private static readonly string[] Asides = ["hint:", "warning:"];

    /// <summary>What is done before git is asked again for an index that another process holds.</summary>
    public Action AwaitTurn { get; set; } = SleepAMoment;

    public GitOutput Run(IEnumerable<string> args, ReadOnlyMemory<byte> input = default)
    {
        using var process = Start(args);
        var output = ProgramOutput.Of(process, input);
        return new GitOutput(output.ExitCode, output.Out, output.Error);
    }

    /// <summary>A run whose streams the caller reads and writes.</summary>
    public Process Start(IEnumerable<string> args)
    {
        // That the graft file is set is no news to who set it.
        var start = new ProcessStartInfo(ProgramPath.Find("git"), ["-c", "advice.graftFileDeprecated=false", .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // Messages are looked at, so they must not be translated.
        start.Environment["LC_ALL"] = "C";
        start.Environment["LANGUAGE"] = "C";
        // What a clone says in the place of a commit is not what was committed (git-replace; gitrepository-layout, "info/grafts").
        start.Environment["GIT_NO_REPLACE_OBJECTS"] = "1";
        start.Environment["GIT_GRAFT_FILE"] = "/dev/null";
        // A connection on which nothing comes for two minutes ends; by itself git waits for ever (git-config, "http.lowSpeedLimit").
        start.Environment.TryAdd("GIT_HTTP_LOW_SPEED_LIMIT", "1");
        start.Environment.TryAdd("GIT_HTTP_LOW_SPEED_TIME", "120");
        // In a script nobody would answer a question for a password.
        if (!mayPrompt)
            start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        return Start(start);
    }

    /// <summary>The output of a run that must succeed.</summary>
    public GitOutput Demand(IEnumerable<string> args, ReadOnlyMemory<byte> input = default)
    {
        string[] list = [.. args];
        var output = Run(list, input);
        return output.ExitCode == 0 ? output : throw Failure(list, output);
    }

    /// <summary>The same, of what writes the index: while another process does, it is waited for.</summary>
    public GitOutput DemandInTurn(IEnumerable<string> args, ReadOnlyMemory<byte> input = default)
    {
        string[] list = [.. args];
        var since = Stopwatch.StartNew();
        while (true)
        {
            var output = Run(list, input);
            if (output.ExitCode == 0)
                return output;
            if (!IsOtherAtWork(output) || since.Elapsed > LongestTurn)
                throw Failure(list, output);
            AwaitTurn();
        }
    }

    public static void SleepAMoment() => Thread.Sleep(Random.Shared.Next(20, 200));

    /// <summary>git's own words (lockfile.c, refs.c), which it never waits at for the index.</summary>
    private static bool IsOtherAtWork(GitOutput output) =>
        output.Error.Contains("index.lock", StringComparison.Ordinal)
        || output.Error.Contains("cannot lock ref", StringComparison.Ordinal);

    public static GitException Failure(IReadOnlyList<string> args, GitOutput output)
    {
        var command =
            $"git {args.FirstOrDefault(a => !a.StartsWith('-') && !a.Contains('=', StringComparison.Ordinal))}";
        return new GitException(
            command,
            Words(output.Error) is { Length: > 0 } words ? words : $"{command} ended with {output.ExitCode}"
        );
    }

    /// <summary>Why git failed, on one line: without its hints and warnings, unless it says nothing else.</summary>
    public static string Words(string error)
    {
        string[] all = [.. error.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
        string[] reasons = [.. all.Where(l => !Asides.Any(a => l.StartsWith(a, StringComparison.Ordinal)))];
        return string.Join(' ', reasons.Length > 0 ? reasons : all);
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new GitException("git", "git did not start");
        }
        catch (Win32Exception e)
        {
            var missing = IsRepository() ? "" : "not a git repository, and ";
            throw new GitException("git", $"{missing}git cannot be started: {e.Message}");
        }
    }

    /// <summary>Asked where there is no git to ask: whether the folder lies in a repository (gitrepository-layout).</summary>
    private bool IsRepository()
    {
        if (Environment.GetEnvironmentVariable("GIT_DIR") is { Length: > 0 })
            return true;
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (Path.Exists(Path.Combine(at.FullName, ".git")))
                return true;
        return false;
    }
}
