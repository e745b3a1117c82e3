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
var columns = Environment.GetEnvironmentVariable("COLUMNS");
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
        Width = ScreenWidth.Of(columns, Console.IsOutputRedirected ? null : Console.WindowWidth),
        ErrorWidth = ScreenWidth.Of(columns, Console.IsErrorRedirected ? null : Console.WindowWidth),
    },
    CancellationToken.None
);
