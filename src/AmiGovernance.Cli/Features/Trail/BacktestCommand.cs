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
        var top = NumberOption.Top("Findings in text and Markdown");
        var output = CommonOptions.Output(CommonOptions.PageFormats);
        var (options, judgement) = (TrailReadOptions.OfFiles(), JudgementOptions.OfCalls());
        var command = new HelpedCommand(
            "backtest",
            "Replay recorded calls through the policies: who would have been denied",
            new CommandHelp("amigov backtest logs --org organization.json --owners images.json", "trail")
        );
        judgement.AddTo(options.AddTo(command));
        command.Add(top);
        command.Add(output);
        command.SetAction(
            (result, cancel) =>
            {
                var report = new TrailReportArguments(CommonOptions.Targets(result, output), result.GetValue(top))
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
