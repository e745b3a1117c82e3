using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>The questions of `trail scan` where no trail files are at hand: the event history of every account and Region.</summary>
internal static class TrailLiveCommand
{
    public static Command Create(CliContext context)
    {
        var (options, shown) = (TrailOptions.OfEventHistory(), new TrailReportOptions(canReplay: true));
        var command = shown.AddTo(
            options.AddTo(
                new Command(
                    "live",
                    "Count or replay the calls on images of the last 90 days, from the event history of every account and Region"
                )
            )
        );
        command.SetAction(
            async (result, cancel) =>
            {
                using var run = TrailRun.Open(context, result, options, shown);
                if (run is null)
                    return ExitCodes.Errors;
                using var aws = options.Connect(result, context);
                using var progress = new ProgressLine(context);
                var source = new EventHistorySource(
                    aws.Organizations,
                    aws.ImageReader,
                    aws.EventHistory,
                    run.Question.Filter,
                    context.Time.GetUtcNow()
                );
                var scan = TrailOptions.Scan(context, source, run.Question, run.State, progress);
                await scan.Run(cancel);
                progress.Dispose();
                var found = scan.Findings;
                if (options.OwnerLookUp(result, aws, run.Owners, run.Organization) is { } lookUp)
                    found = await lookUp.Run(found, cancel);
                return run.Report(found, ("account and Region", "accounts and Regions"));
            }
        );
        return command;
    }
}
