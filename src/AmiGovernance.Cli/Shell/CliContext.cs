using AmiGovernance.Aws;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Adapters.Git;
using AmiGovernance.Cli.Adapters.Http;
using AmiGovernance.Cli.Adapters.Mail;
using AmiGovernance.Cli.Adapters.Signatures;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Cli.Shell;

/// <summary>What the process gives to the commands; tests give something else.</summary>
internal sealed record CliContext
{
    public required TextWriter Out
    {
        get;
        init => field = VisibleWriter.Over(value, () => ColorsOut, () => OutIsTerminal ? Width : null);
    }

    /// <summary>Standard output for documents, which programs read or people copy: no line is folded.</summary>
    public TextWriter Document => ((VisibleWriter)Out).Unfolded;

    public TextWriter OutOf(OutputFormat format) => format == OutputFormat.Text ? Out : Document;

    public required TextWriter Error
    {
        get;
        init => field = VisibleWriter.Over(value, () => ColorsError, () => ErrorIsTerminal ? ErrorWidth : null);
    }

    public required TextReader In { get; init; }

    public required IFileStore Files { get; init; }

    /// <summary>A text in the place of a file that people deploy from; null for none.</summary>
    public GivenText? Given { get; init; }

    /// <summary>The folder that the user is in, relative to that of the files; empty where they are the same.</summary>
    public string Start { get; init; } = "";

    /// <summary>The configuration where none is named on the command line; null for the repository's.</summary>
    public string? Config { get; init; }

    /// <summary>What keeps other runs away from the files.</summary>
    public IRunLocks Locks { get; init; } = new UnsharedFolder();

    /// <summary>A file as a stream, for tables that do not fit into memory; null with a report when it cannot be read.</summary>
    public required Func<string, DiagnosticBag, TextReader?> OpenText { get; init; }

    /// <summary>Trail files by the paths that the user names.</summary>
    public Func<IReadOnlyList<string>, ITrailSource> OpenTrail { get; init; } = paths => new DiskTrailSource(paths);

    public DatabaseFolder Databases { get; init; } = new(Directory.GetCurrentDirectory());

    public required TimeProvider Time { get; init; }

    /// <summary>Opens the way to AWS; no call is made before one is needed.</summary>
    public Func<AwsSettings, AwsConnection> Connect
    {
        get => settings => connect(settings with { Notice = Notice, Traces = IsVerbose ? WriteNotice : null });
        init => connect = value;
    }

    private readonly Func<AwsSettings, AwsConnection> connect = settings => new AwsConnection(
        settings,
        TimeProvider.System
    );

    /// <summary>For <see cref="AwsSettings.Notice"/>: a server that does not answer is not waited for in silence.</summary>
    public Action<string>? Notice => IsQuiet ? null : WriteNotice;

    /// <summary>Hears how far a long read is, beside standard error; null where nobody does.</summary>
    public Action<string>? Told { get; init; }

    /// <summary>Whether whoever runs a command commits what it writes: then it does not ask for that.</summary>
    public bool IsCommitted { get; init; }

    private void WriteNotice(string text)
    {
        Error.WriteLine(Sanitize.Text(text));
        Error.Flush();
    }

    /// <summary>The repository around the working folder; null where there is none to ask.</summary>
    public IGit? Git { get; init; }

    /// <summary>
    /// The clone that a watch sets to a branch; by the branch, and whether signatures are demanded. Throws where there is none.
    /// </summary>
    public Func<string, bool, IWatchedRepository> WatchedRepository { get; init; } =
        (_, _) => throw new GitException("git", "not a git repository");

    /// <summary>Calls over the network that are not AWS.</summary>
    public IHttp Http { get; init; } = new NetworkHttp();

    public IMailer Mailer { get; init; } = new SmtpMailer(TimeProvider.System);

    /// <summary>Reads an environment variable; null when it is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>Runs another program; null when there is none of that name.</summary>
    public Func<ProgramStart, Task<int?>> RunProgram { get; init; } = _ => Task.FromResult<int?>(null);

    /// <summary>The bare streams on which a program speaks a protocol with this one.</summary>
    public Func<(Stream In, Stream Out)> OpenProtocol { get; init; } = () => (Stream.Null, Stream.Null);

    /// <summary>What runs; a command may compare it with what was published.</summary>
    public Func<RunningProgram> Program { get; init; } = () => RunningProgram.Here;

    public ISignatures Signatures { get; init; } = new SshKeygen();

    /// <summary>What this program says its version is.</summary>
    public string Version { get; init; } = ProductVersion.Text;

    /// <summary>Whether a person sits at both ends, so that questions can be asked.</summary>
    public bool IsInteractive { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    private Manner manner = new();

    /// <summary>What the command line says of how to speak, for all who hold this context; the usual until it is read.</summary>
    public Manner Manner => manner;

    /// <summary>Whether nothing is told while AWS is read (`--quiet`).</summary>
    public bool IsQuiet => manner.IsQuiet;

    /// <summary>What takes hints, such as the commands that come next: nothing where nobody wants them.</summary>
    /// <param name="writer">Where they would stand.</param>
    public TextWriter Hints(TextWriter writer) => IsQuiet ? TextWriter.Null : writer;

    /// <summary>Whether each call to AWS is told (`--verbose`).</summary>
    public bool IsVerbose => manner.IsVerbose;

    /// <summary>In columns, of standard output.</summary>
    public int Width { get; init; } = 120;

    /// <summary>In columns, of standard error.</summary>
    public int ErrorWidth { get; init; } = 120;

    public bool ColorsOut => Coloring.IsWanted(manner.Color, Environment, OutIsTerminal);

    public bool ColorsError => Coloring.IsWanted(manner.Color, Environment, ErrorIsTerminal);

    /// <summary>The same for one run: the writers hold the context that they were made with.</summary>
    public CliContext ForOneRun() =>
        this with
        {
            manner = manner.Copy(),
            Out = ((VisibleWriter)Out).Inner,
            Error = ((VisibleWriter)Error).Inner,
        };

    /// <summary>Findings as text on standard error, in colour where that is wanted.</summary>
    public void PrintFindings(IEnumerable<Diagnostic> findings)
    {
        var shown = OmittedFindings.Cut([.. findings]);
        Printer().Print(shown);
        foreach (var finding in shown)
            Printed?.Invoke(finding);
    }

    /// <summary>Told of each finding that is printed; null for nobody. Who runs a command may need more than its exit code.</summary>
    public Action<Diagnostic>? Printed { get; init; }

    public DiagnosticPrinter Printer() => new(Error, ColorsError, ErrorWidth);

    public bool IsGitHubActions => Environment("GITHUB_ACTIONS") == "true";
}
