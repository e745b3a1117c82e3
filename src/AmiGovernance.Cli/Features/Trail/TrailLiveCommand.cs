using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Recorded;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>
/// The questions of `trail scan` where no trail files are at hand: the event history of every account and Region.
/// </summary>
internal static class TrailLiveCommand
{
    public static Command Create(CliContext context)
    {
        var (options, shown) = (TrailReadOptions.OfEventHistory(), new TrailReportOptions(canReplay: true));
        var command = new HelpedCommand(
            "live",
            "Count or replay the calls on images of the last 90 days, from the event history of every account and Region",
            new CommandHelp("amigov trail live --backtest --lookup-owners --update-triage", "trail")
        );
        shown.AddTo(options.AddTo(command));
        command.SetAction(
            (result, cancel) =>
                Run(
                    new TrailScanArguments(options.Question(result), options.Read(result), shown.Read(result)),
                    context,
                    cancel
                )
        );
        return command;
    }

    /// <summary>The exit code.</summary>
    public static async Task<int> Run(TrailScanArguments arguments, CliContext context, CancellationToken cancel)
    {
        using var run = TrailRun.Open(context, arguments.Question, arguments.Report, arguments.Read.State);
        if (run is null)
            return ExitCodes.Errors;
        using var aws = context.Connect(arguments.Read.Aws);
        if (!await RegionArguments.Exist(run.Question.Filter.Regions, context, aws, cancel))
            return ExitCodes.Errors;
        var source = new EventHistorySource(
            aws.Organizations,
            aws.ImageReader,
            aws.EventHistory,
            run.Question.Filter,
            context.Time.GetUtcNow()
        );
        var scan = ShownScan.Of(
            context,
            source,
            LedgerUnit.EventHistories,
            run.Question,
            run.State,
            arguments.Read.OwnerLookUp(aws, run)
        );
        if (await scan.Read(cancel) is null)
            return ExitCodes.Errors;
        return run.Report(await scan.Findings(cancel), LedgerUnit.EventHistories);
    }
}
