using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Rehearsal.Stage;

/// <summary>Runs a command line and returns its exit code.</summary>
internal delegate Task<int> CommandLine(string[] args, CliContext context, CancellationToken cancel);
