using System.Text;
using AmiGovernance.Cli;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Adapters.Git;
using AmiGovernance.Cli.Adapters.Http;
using AmiGovernance.Cli.Adapters.Programs;
using AmiGovernance.Cli.Shell;

var inherited = InheritedStreams.Find();
using var streams = new StandardStreams(
    inherited.HasOutput ? Console.OpenStandardOutput() : new ClosedStream("standard output"),
    inherited.HasError ? Console.OpenStandardError() : new ClosedStream("standard error")
);

// Output is UTF-8 everywhere; a console of Windows takes it for another encoding until it is told.
if (OperatingSystem.IsWindows())
    Console.OutputEncoding = Encoding.UTF8;
var outIsTerminal = inherited.HasOutput && !Console.IsOutputRedirected;
var errorIsTerminal = inherited.HasError && !Console.IsErrorRedirected;
var place = WorkingPlace.Of(Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable(WorkingPlace.Variable));
if (place.Start.Length > 0)
    Directory.SetCurrentDirectory(place.Root);
var files = new DiskFileStore(place.Root)
{
    NamedByEnvironment = place.IsNamed ? place.Config ?? CommonOptions.ConfigFile : null,
};

// Questions go to standard error.
var isInteractive = inherited.HasInput && !Console.IsInputRedirected && outIsTerminal && errorIsTerminal;
var columns = Environment.GetEnvironmentVariable("COLUMNS");
var http = new NetworkHttp();
using var git = new GitRepository(
    place.Root,
    TimeProvider.System,
    isInteractive,
    TargetBranchName.Of(Environment.GetEnvironmentVariable)
)
{
    FindCodeHost = url => MergeApprovalReader.Of(url, http, Environment.GetEnvironmentVariable, TimeProvider.System),
};
var exitCode = await AmigovProgram.Run(
    args,
    new CliContext
    {
        Out = streams.Out,
        Error = streams.Error,
        In = inherited.HasInput ? Console.In : new ClosedReader(),
        Files = files,
        Start = place.Start,
        Config = place.Config,
        Locks = new DiskRunLocks(place.Root),
        OpenText = files.OpenText,
        Time = TimeProvider.System,
        Environment = Environment.GetEnvironmentVariable,
        Git = git,
        WatchedRepository = (branch, isSigned) =>
            new GitWatchedRepository(place.Root, branch, files, git) { DemandsSignature = isSigned },
        Http = http,
        IsInteractive = isInteractive,
        RunProgram = ChildProgram.Run,
        OpenProtocol = () => (Console.OpenStandardInput(), Console.OpenStandardOutput()),
        OutIsTerminal = outIsTerminal,
        ErrorIsTerminal = errorIsTerminal,
        Width = ScreenWidth.Of(columns, outIsTerminal ? Console.WindowWidth : null),
        ErrorWidth = ScreenWidth.Of(columns, errorIsTerminal ? Console.WindowWidth : null),
    },
    CancellationToken.None
);
return streams.IsWhole ? exitCode : ExitCodes.Errors;
