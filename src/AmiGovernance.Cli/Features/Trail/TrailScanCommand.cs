using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Counts what trail files hold.</summary>
internal static class TrailScanCommand
{
    /// <summary>Between two looks for files that came later.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public static Command Create(CliContext context)
    {
        var (options, shown) = (TrailReadOptions.OfFiles(), new TrailReportOptions());
        var follow = new Option<bool>("--follow")
        {
            Description = "Go on with files that come later, until it is stopped; needs --state",
        };
        var command = new HelpedCommand(
            "scan",
            "Count the recorded calls on images in trail files",
            new CommandHelp("amigov trail scan logs --by owner,outcome -o csv", "trail")
        );
        shown.AddTo(options.AddTo(command)).Add(follow);
        command.AddCheck(result =>
        {
            if (result.GetValue(follow) && !options.HasState(result))
                result.AddError("'--follow' needs '--state', which keeps what has been read");
        });
        command.SetAction(
            (result, cancel) =>
            {
                var arguments = new TrailScanArguments(
                    options.Question(result),
                    options.Read(result),
                    shown.Read(result)
                );
                return Run(arguments with { Follows = result.GetValue(follow) }, context, cancel);
            }
        );
        return command;
    }

    /// <summary>The exit code.</summary>
    public static async Task<int> Run(TrailScanArguments arguments, CliContext context, CancellationToken cancel)
    {
        using var run = TrailRun.Open(context, arguments.Question, arguments.Report, arguments.Read.State);
        if (run is null)
            return ExitCodes.Errors;
        using var aws = Connect(arguments.Read, context);
        var source = Source(arguments, context, aws);
        var scan = ShownScan.Of(
            context,
            source,
            LedgerUnit.Files,
            run.Question,
            run.State,
            arguments.Read.OwnerLookUp(aws, run)
        );
        while (true)
        {
            if (await scan.Read(cancel) is not { } read)
                return ExitCodes.Errors;
            if (read > 0 || !arguments.Follows)
            {
                var exitCode = run.Report(await scan.Findings(cancel), LedgerUnit.Files);
                if (exitCode == ExitCodes.Errors || !arguments.Follows)
                    return exitCode;
                context.Out.Flush();
            }
            await Task.Delay(Pause, context.Time, cancel);
        }
    }

    /// <summary>Null when AWS has neither the files, nor is asked about owners.</summary>
    private static AwsConnection? Connect(TrailReadArguments arguments, CliContext context) =>
        arguments.Buckets.Count > 0 || arguments.LooksUpOwners ? context.Connect(arguments.Aws) : null;

    private static ITrailSource Source(TrailScanArguments arguments, CliContext context, AwsConnection? aws)
    {
        var buckets = arguments.Read.Buckets;
        return aws is null || buckets.Count == 0
            ? context.OpenTrail(arguments.Read.Paths)
            : aws.TrailBuckets(buckets, arguments.Question.Filter);
    }
}
