using AmiGovernance.Cli;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Adapters.Git;
using AmiGovernance.Cli.Adapters.Http;
using AmiGovernance.Cli.Shell;

using var streams = new StandardStreams(Console.OpenStandardOutput(), Console.OpenStandardError());
var files = new DiskFileStore(Directory.GetCurrentDirectory());

// Questions go to standard error.
var isInteractive = !Console.IsInputRedirected && !Console.IsOutputRedirected && !Console.IsErrorRedirected;
var http = new NetworkHttp();
using var git = new GitRepository(
    Directory.GetCurrentDirectory(),
    TimeProvider.System,
    isInteractive,
    TargetBranchName.Of(Environment.GetEnvironmentVariable)
)
{
    FindCodeHost = url => MergeApprovalReader.Of(url, http, Environment.GetEnvironmentVariable),
};
return await AmigovProgram.Run(
    args,
    new CliContext
    {
        Out = streams.Out,
        Error = streams.Error,
        In = Console.In,
        Files = files,
        Locks = new DiskRunLocks(Directory.GetCurrentDirectory()),
        OpenText = files.OpenText,
        Time = TimeProvider.System,
        Environment = Environment.GetEnvironmentVariable,
        Git = git,
        Http = http,
        IsInteractive = isInteractive,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = Console.IsOutputRedirected ? 160 : TerminalWidth(),
        ErrorWidth = Console.IsErrorRedirected ? 160 : TerminalWidth(),
    },
    CancellationToken.None
);

// A terminal that cannot tell its width (serial lines, some CI) gets a usual one.
static int TerminalWidth() => Console.WindowWidth > 20 ? Console.WindowWidth : 120;
