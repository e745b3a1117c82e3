using System.Text;
using AmiGovernance.Cli;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Adapters.Git;
using AmiGovernance.Cli.Adapters.Http;
using AmiGovernance.Cli.Shell;

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
await using var output = new StreamWriter(Console.OpenStandardOutput(), utf8, 16 * 1024) { NewLine = "\n" };
await using var error = new StreamWriter(Console.OpenStandardError(), utf8, 4 * 1024) { NewLine = "\n" };
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
        Out = output,
        // Progress and notices come from other threads.
        Error = TextWriter.Synchronized(error),
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
    },
    CancellationToken.None
);

// A terminal that cannot tell its width (serial lines, some CI) gets a usual one.
static int TerminalWidth() => Console.WindowWidth > 20 ? Console.WindowWidth : 120;
