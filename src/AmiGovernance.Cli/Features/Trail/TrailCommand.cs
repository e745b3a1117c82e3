using System.CommandLine;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What CloudTrail recorded of images: who launched, made, shared and was denied what.</summary>
internal static class TrailCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public static Command Create(CliContext context) =>
        new("trail", "What CloudTrail recorded of launches, images and guardrails")
        {
            CreateScan(context),
            TrailLiveCommand.Create(context),
            TrailAthenaCommand.Create(context),
            TrailClickHouseCommand.Create(context),
        };

    private static Command CreateScan(CliContext context)
    {
        var (options, shown) = (new TrailOptions(), new TrailReportOptions());
        var follow = new Option<bool>("--follow")
        {
            Description = "Go on with files that come later, until it is stopped; needs --state",
        };
        var command = shown.AddTo(
            options.AddTo(new Command("scan", "Count the recorded calls on images in trail files"))
        );
        command.Add(follow);
        command.Validators.Add(result =>
        {
            if (result.GetValue(follow) && !options.HasState(result))
                result.AddError("'--follow' needs '--state', which keeps what has been read");
        });
        command.SetAction(
            async (result, cancel) =>
            {
                using var run = TrailRun.Open(context, result, options, shown);
                if (run is null)
                    return ExitCodes.Errors;
                var (source, connection) = options.Source(result, context);
                using var aws = connection;
                using var progress = new ProgressLine(context);
                var scan = TrailOptions.Scan(context, source, run.Question, run.State, progress);
                var lookUp = options.OwnerLookUp(result, connection, run.Owners, run.Organization);
                while (true)
                {
                    var read = await scan.Run(cancel);
                    progress.Dispose();
                    if (read > 0 || !result.GetValue(follow))
                    {
                        var found = scan.Findings;
                        if (lookUp is not null)
                            found = await lookUp.Run(found, cancel);
                        var exitCode = run.Report(found);
                        if (exitCode == ExitCodes.Errors || !result.GetValue(follow))
                            return exitCode;
                        context.Out.Flush();
                    }
                    await Task.Delay(Pause, context.Time, cancel);
                }
            }
        );
        return command;
    }
}
