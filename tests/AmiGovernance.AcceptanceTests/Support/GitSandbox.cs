using Amazon.Runtime;
using AmiGovernance.Aws;
using AmiGovernance.Cli;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Adapters.Git;
using AmiGovernance.Cli.Adapters.Http;
using AmiGovernance.Cli.Adapters.Mail;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Support;

/// <summary>A governance repository on disk with a bare remote, used by several people through git itself and through amigov, at a time that the test sets.</summary>
internal sealed class GitSandbox : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-git-");

    /// <param name="template">A repository to start from; an empty one when null.</param>
    public GitSandbox(GitSandbox? template = null)
    {
        if (template is not null)
        {
            Copy(template.folder, folder.FullName);
            Now = template.Now;
            return;
        }
        Tool.Run("git", ["init", "--quiet", "--bare", "-b", "main", Remote], folder: folder.FullName);
        Tool.Run("git", ["init", "--quiet", "-b", "main", Path], folder: folder.FullName);
        // Nothing of the machine's own settings may decide a test.
        Write(
            ".git/config",
            Read(".git/config")
                + "[commit]\n\tgpgsign = false\n[maintenance]\n\tauto = false\n[gc]\n\tauto = 0\n[include]\n\tpath = identity\n[remote \"origin\"]\n\turl = ../remote.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n"
        );
        // As `git clone` leaves it.
        Write(".git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/main\n");
        As("Pat", "pat@company.com");
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        foreach (var below in from.EnumerateDirectories("*", SearchOption.AllDirectories))
            Directory.CreateDirectory(
                System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from.FullName, below.FullName))
            );
        foreach (var file in from.EnumerateFiles("*", SearchOption.AllDirectories))
            file.CopyTo(System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from.FullName, file.FullName)));
    }

    public string Path => System.IO.Path.Combine(folder.FullName, "governance");

    /// <summary>The folder that the user is in, below that of the repository, where amigov found no configuration around it.</summary>
    public string Below { get; set; } = "";

    public string Remote => System.IO.Path.Combine(folder.FullName, "remote.git");

    public DateTimeOffset Now { get; set; } = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The clock of commands that run while the test goes on; null for one that stands still.</summary>
    public TimeProvider? Clock { get; set; }

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>What amigov does while another process holds the index.</summary>
    public Action AwaitTurn { get; set; } = GitProcess.SleepAMoment;

    public string Git(params string[] args) => Tool.Run("git", args, folder: Path).TrimEnd('\n');

    /// <summary>Lets the given person go on.</summary>
    public GitSandbox As(string name, string email)
    {
        Write(".git/identity", $"[user]\n\tname = {name}\n\temail = {email}\n");
        return this;
    }

    public string Read(string path) => File.ReadAllText(System.IO.Path.Combine(Path, path));

    public void Write(string path, string text)
    {
        var full = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public void CommitAll(string message)
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--message", message);
    }

    /// <summary>Gives the remote an address of SSH, and a program for SSH that reaches the folder whatever the host.</summary>
    public void ReachRemoteAs(string address)
    {
        Write(
            ".git/ssh",
            $"#!/bin/sh\nfor last; do :; done\nprogram=${{last%% *}}\nexec git \"${{program#git-}}\" '{Remote}'\n"
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                System.IO.Path.Combine(Path, ".git", "ssh"),
                UnixFileMode.UserRead | UnixFileMode.UserExecute
            );
        Write(
            ".git/config",
            Read(".git/config").Replace("url = ../remote.git", $"url = {address}", StringComparison.Ordinal)
                + $"[core]\n\tsshCommand = {System.IO.Path.Combine(Path, ".git", "ssh")}\n[ssh]\n\tvariant = simple\n"
        );
    }

    public (int ExitCode, string Out, string Error) Amigov(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = Run(args, output, error, CancellationToken.None).GetAwaiter().GetResult();
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>For what runs until it is cancelled.</summary>
    public async Task<int> Run(string[] args, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        var place = System.IO.Path.Combine(Path, Below);
        var files = new DiskFileStore(place);
        var time = Clock ?? new Amigov.FixedTime(Now);
        using var repository = new GitRepository(
            place,
            time,
            mayPrompt: false,
            TargetBranchName.Of(Environment.GetValueOrDefault)
        )
        {
            FindCodeHost = url => MergeApprovalReader.Of(url, new NetworkHttp(), Environment.GetValueOrDefault, time),
            AwaitTurn = AwaitTurn,
        };
        var context = new CliContext
        {
            Out = output,
            Error = error,
            In = TextReader.Null,
            Files = files,
            Locks = new DiskRunLocks(place),
            OpenText = files.OpenText,
            OpenTrail = paths => new DiskTrailSource([.. paths.Select(p => System.IO.Path.Combine(place, p))]),
            Databases = new DatabaseFolder(place),
            Time = time,
            Git = repository,
            Mailer = new SmtpMailer(time),
            Environment = Environment.GetValueOrDefault,
        };
        return await AmigovProgram.Run(args, Organization is { } world ? InSandbox(context, world) : context, cancel);
    }

    /// <summary>The organization that commands reach; null for none.</summary>
    public SandboxServer? Organization { get; set; }

    private static CliContext InSandbox(CliContext context, SandboxServer sandbox) =>
        context with
        {
            Connect = settings => new AwsConnection(
                settings with
                {
                    Endpoint = sandbox.Address,
                    Credentials = new BasicAWSCredentials(
                        CredentialStore.AdministratorKey(sandbox.World.Organization.ManagementAccount),
                        CredentialStore.AdministratorSecret
                    ),
                },
                context.Time
            ),
        };

    /// <summary>The output of a command that must succeed.</summary>
    public string Demand(params string[] args)
    {
        var (exitCode, output, error) = Amigov(args);
        Assert.True(exitCode == 0, $"amigov {string.Join(' ', args)} ended with {exitCode}: {output}{error}");
        return output;
    }

    public void Dispose()
    {
        // Git writes objects read-only.
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            file.Attributes = FileAttributes.Normal;
        folder.Delete(recursive: true);
    }
}
