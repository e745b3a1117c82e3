using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>Says whom the policies would have hit, before they hit anybody.</summary>
internal static class BacktestCommand
{
    public static Command Create(CliContext context)
    {
        var top = new Option<int>("--top")
        {
            Description = "Findings in text and Markdown",
            HelpName = "N",
            DefaultValueFactory = _ => 20,
        };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command("backtest", "Replay recorded calls through the policies: who would have been denied");
        var (options, backtest) = (new TrailOptions(), new BacktestOptions());
        options.AddTo(command);
        backtest.AddTo(command);
        command.Add(top);
        command.Add(output);
        command.SetAction(
            async (result, cancel) =>
            {
                var bag = new DiagnosticBag();
                var run = backtest.Open(result, context, bag);
                var organization = options.Organization(result, context, bag);
                var owners = options.Owners(result, context, bag);
                var filter = options.Filter(result);
                using var state =
                    run is null || bag.HasErrors ? null : options.State(result, run.Question(filter), bag);
                context.PrintFindings(bag.ToSorted());
                if (run is null || bag.HasErrors)
                    return ExitCodes.Errors;
                using var progress = new ProgressLine(context);
                var (source, connection) = options.Source(result, context);
                using var aws = connection;
                var scan = TrailOptions.Scan(context, source, run.Question(filter), state, progress);
                await scan.Run(cancel);
                progress.Dispose();
                var found = scan.Findings;
                if (options.OwnerLookUp(result, connection, owners, organization) is { } lookUp)
                    found = await lookUp.Run(found, cancel);
                return run.Report(
                    found,
                    owners,
                    organization,
                    filter,
                    CommonOptions.Targets(result, output),
                    result.GetValue(top)
                );
            }
        );
        return command;
    }
}
