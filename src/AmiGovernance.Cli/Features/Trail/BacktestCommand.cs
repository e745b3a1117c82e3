using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>
/// Says whom the policies would have hit, before they hit anybody: a scan of trail files whose calls are replayed.
/// </summary>
internal static class BacktestCommand
{
    public static Command Create(CliContext context)
    {
        var details = new BacktestShown("Findings with --details");
        var output = CommonOptions.Output([.. CommonOptions.PageFormats, "csv"]);
        var (options, judgement) = (TrailReadOptions.OfFiles(), JudgementOptions.OfCalls());
        var command = new HelpedCommand(
            "backtest",
            "Replay recorded calls through the policies: who would have been denied",
            new CommandHelp("amigov backtest logs --org organization.json --owners images.json", "trail")
        );
        judgement.AddTo(options.AddTo(command));
        details.AddTo(command);
        command.Add(output);
        command.SetAction(
            (result, cancel) =>
            {
                var report = details.Read(result, CommonOptions.Targets(result, output)) with
                {
                    Judgement = judgement.Read(result),
                };
                return TrailScanCommand.Run(
                    new TrailScanArguments(options.Question(result), options.Read(result), report),
                    context,
                    cancel
                );
            }
        );
        return command;
    }
}
