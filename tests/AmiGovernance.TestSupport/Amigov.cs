using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Adapters.Http;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.TestSupport;

/// <summary>Runs the command line in process, at a fixed time, on files in memory.</summary>
internal sealed class Amigov : IDisposable
{
    private readonly string databaseFolder = Path.Combine(Path.GetTempPath(), $"amigov-test-{Guid.NewGuid():N}");

    public InMemoryFileStore Files { get; } = new();

    /// <summary>A folder on disk in the place of the files in memory; null for these.</summary>
    public string? Disk { get; set; }

    /// <summary>What keeps two runs in one clone apart.</summary>
    public InMemoryLocks Locks { get; } = new();

    /// <summary>The files of other clones, by name.</summary>
    private readonly Dictionary<string, Dictionary<string, byte[]>> clones = new(StringComparer.Ordinal);

    /// <summary>Another clone, with the files of this one.</summary>
    public void Clone(string name) => clones[name] = new(Files.Files, StringComparer.Ordinal);

    /// <summary>Goes on in another clone, or in an empty folder where there is none of that name; this one is kept as `here`.</summary>
    public void GoTo(string name)
    {
        Clone("here");
        Files.Files.Clear();
        foreach (var (path, bytes) in clones.GetValueOrDefault(name) ?? [])
            Files.Files[path] = bytes;
    }

    /// <summary>Takes over the deployments of another clone, as git does.</summary>
    public void Pull(string name)
    {
        foreach (var (path, bytes) in clones[name])
            if (path.StartsWith("deployments/", StringComparison.Ordinal))
                Files.Files[path] = bytes;
    }

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset Now { get; set; } = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The folder that the user is in, relative to that of the files.</summary>
    public string Start { get; init; } = "";

    /// <summary>A configuration elsewhere, by the environment.</summary>
    public string? Config { get; init; }

    public string Input { get; set; } = "";

    public bool IsInteractive { get; set; }

    /// <summary>What happens while a question waits for the next line of <see cref="Input"/>; null for nothing.</summary>
    public Action? WhileAsked { get; set; }

    /// <summary>What happens while a command waits for a time to pass; null for nothing.</summary>
    public Action? WhileWaiting { get; set; }

    private readonly CancellationTokenSource interrupt = new();

    /// <summary>Ctrl-C.</summary>
    public void Interrupt() => interrupt.Cancel();

    /// <summary>The organization that commands reach; null for none.</summary>
    public SandboxServer? Sandbox { get; set; }

    /// <summary>Another server that speaks AWS's protocols; what it refuses is not asked again.</summary>
    public Uri? OtherServer { get; init; }

    /// <summary>The clock that waits for AWS: the sandbox's own, where its rates are to be felt. Null for one that lets no wait cost anything.</summary>
    public TimeProvider? Waiting { get; set; }

    /// <summary>Null for one that refuses every mail.</summary>
    public IMailer? Mailer { get; set; }

    /// <summary>Who calls it; null for an administrator of the management account.</summary>
    public AWSCredentials? Credentials { get; set; }

    /// <summary>Who works here; without one there is no repository.</summary>
    public InMemoryGit? Git { get; private set; }

    /// <summary>The files stay, without their repository.</summary>
    public void ForgetGit() => Git = null;

    /// <summary>Lets the given person go on, in the repository of the files; it is made when there is none.</summary>
    public Amigov As(string name, string email)
    {
        Git ??= new InMemoryGit(Files, () => Now)
        {
            FindCodeHost = url =>
                MergeApprovalReader.Of(
                    url,
                    new RefusingHttp(),
                    name => Environment.GetValueOrDefault(name),
                    TimeProvider.System
                ),
        };
        Git.Author = new GitIdentity(name, email);
        return this;
    }

    /// <summary>Whether trail files are those of the disk.</summary>
    public bool ReadsTrailFromDisk { get; init; }

    /// <summary>What `self-check` takes this program for: one whose files are those in memory below `installed`.</summary>
    public RunningProgram Program { get; init; }

    public Amigov() =>
        Program = new RunningProgram(
            "1.2.0",
            "linux-x64",
            "amigov",
            path =>
                Files.Files.TryGetValue($"installed/{path}", out var bytes)
                    ? Convert.ToHexStringLower(SHA256.HashData(bytes))
                    : null
        );

    /// <summary>Databases are real files; they are gone with this.</summary>
    public DatabaseFolder Databases => new(databaseFolder);

    /// <summary>With the runbook's own example, and the policies that are generated from it.</summary>
    public static Amigov OfRunbook(string mode)
    {
        var amigov = new Amigov().With(Samples.ConfigPath, Samples.Runbook);
        Assert.Equal(0, amigov.Run("generate", "--mode", mode).ExitCode);
        return amigov;
    }

    /// <summary>From here on the files are those of a folder on disk, which begins with those in memory.</summary>
    /// <returns>That folder.</returns>
    public string OnDisk()
    {
        var folder = Databases.FullPath(".");
        foreach (var (path, bytes) in Files.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllBytes(Path.Combine(folder, path), bytes);
        }
        Disk = folder;
        return folder;
    }

    public Amigov With(string path, string text)
    {
        Files.Files[path] = Encoding.UTF8.GetBytes(text);
        return this;
    }

    public string Text(string path) => Encoding.UTF8.GetString(Files.Files[path]);

    public (int ExitCode, string Out, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = Run(args, Context(output, error));
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>What a person sees in a terminal: both streams in one, folded at its width.</summary>
    /// <param name="columns">Of the terminal.</param>
    /// <param name="args">The command line.</param>
    public (int ExitCode, string Screen) RunInTerminal(int columns, params string[] args)
    {
        using var screen = new StringWriter { NewLine = "\n" };
        var context = Context(screen, screen) with
        {
            Out = screen,
            Error = screen,
            OutIsTerminal = true,
            ErrorIsTerminal = true,
            Width = columns,
            ErrorWidth = columns,
        };
        var exitCode = Run(args, context);
        return (exitCode, Screen.Of(screen.ToString()));
    }

    private int Run(string[] args, CliContext context) =>
        AmigovProgram.Run(args, context, interrupt.Token).GetAwaiter().GetResult();

    public CliContext Context(TextWriter output, TextWriter error) =>
        new()
        {
            Out = output,
            Error = error,
            In = new Answers(this, error),
            Files = Disk is { } root ? new DiskFileStore(root) : Files,
            Start = Start,
            Config = Config,
            Locks = Locks,
            Databases = Databases,
            OpenText = (path, bag) =>
                Files.Read(path, bag) is { } source
                    ? new StringReader(Encoding.UTF8.GetString(source.Bytes.Span))
                    : null,
            Time = new FixedTime(Now, WhileWaiting),
            OpenTrail = ReadsTrailFromDisk ? paths => new DiskTrailSource(paths) : InMemoryTrail.Below(Files.Files),
            Environment = name => Environment.GetValueOrDefault(name),
            Git = Git,
            WatchedRepository = (_, _) =>
                Git is { } git
                    ? new InMemoryWatchedRepository(git) { Worked = git.Uncommitted }
                    : throw new GitException("git status", "not a git repository"),
            Http = new RefusingHttp(),
            Mailer = Mailer ?? new RefusingMailer(),
            IsInteractive = IsInteractive,
            Version = "0.1.0",
            Program = () => Program,
            Connect = settings => new AwsConnection(
                Sandbox is { } sandbox ? OfSandbox(settings, sandbox) : OfOtherServer(settings),
                Waiting ?? new RushingTime(Now)
            ),
        };

    private AwsSettings OfSandbox(AwsSettings settings, SandboxServer sandbox) =>
        settings with
        {
            Endpoint = sandbox.Address,
            Credentials =
                Credentials
                ?? new BasicAWSCredentials(
                    CredentialStore.AdministratorKey(sandbox.World.Organization.ManagementAccount),
                    CredentialStore.AdministratorSecret
                ),
        };

    private AwsSettings OfOtherServer(AwsSettings settings) =>
        OtherServer is null
            ? settings
            : settings with
            {
                Endpoint = OtherServer,
                Region = "us-east-1",
                Credentials = new BasicAWSCredentials("test", "test"),
                Retries = 0,
            };

    public void Dispose()
    {
        interrupt.Dispose();
        Sandbox?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        if (Directory.Exists(databaseFolder))
            Directory.Delete(databaseFolder, recursive: true);
    }

    /// <summary>The lines of the input; a terminal shows what is typed.</summary>
    private sealed class Answers(Amigov amigov, TextWriter screen) : StringReader(amigov.Input)
    {
        public override string? ReadLine()
        {
            amigov.WhileAsked?.Invoke();
            var line = base.ReadLine();
            if (amigov.IsInteractive)
                screen.WriteLine(line);
            return line;
        }
    }

    /// <summary>A host that knows no token.</summary>
    private sealed class RefusingHttp : IHttp
    {
        public Task<HttpAnswer> Send(HttpCall call, CancellationToken cancel) =>
            Task.FromResult(new HttpAnswer(401, Encoding.UTF8.GetBytes("""{"message":"Bad credentials"}""")));
    }

    /// <summary>A server that does not know the recipient.</summary>
    private sealed class RefusingMailer : IMailer
    {
        public Task Send(
            AmiGovernance.Core.Ports.Notifications.MailSettings server,
            string? password,
            Notification mail,
            CancellationToken cancel
        ) => throw new NotificationException($"{server.Host} answers 550: no such user", isTransient: false);
    }

    internal sealed class FixedTime(DateTimeOffset now, Action? whileWaiting = null) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;

        /// <summary>Waiting costs no time here.</summary>
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            whileWaiting?.Invoke();
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
