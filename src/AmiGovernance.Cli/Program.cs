using AmiGovernance.Cli;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Adapters.Git;
using AmiGovernance.Cli.Adapters.Http;
using AmiGovernance.Cli.Shell;

using var streams = new StandardStreams(Console.OpenStandardOutput(), Console.OpenStandardError());
var place = WorkingPlace.Of(Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable(WorkingPlace.Variable));
if (place.Start.Length > 0)
    Directory.SetCurrentDirectory(place.Root);
var files = new DiskFileStore(place.Root);

// Questions go to standard error.
var isInteractive = !Console.IsInputRedirected && !Console.IsOutputRedirected && !Console.IsErrorRedirected;
var http = new NetworkHttp();
using var git = new GitRepository(
    place.Root,
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
        Start = place.Start,
        Config = place.Config,
        Locks = new DiskRunLocks(place.Root),
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
