using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

internal sealed record ShowArguments(
    string Ticket,
    string ConfigPath,
    DateOnly AsOf,
    ImageUseFiles Use,
    IReadOnlyList<OutputTarget> Targets
);

internal static class ShowCommand
{
    public static Command Create(CliContext context)
    {
        var ticket = ExceptionCommand.Ticket();
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var output = CommonOptions.Output(["text", "json"]);
        var command = new HelpedCommand(
            "show",
            "Show the history of an exception",
            new CommandHelp("amigov exception show CLOUD-1234", "exceptions")
        )
        {
            ticket,
            config,
            asOf,
        };
        var use = new ImageUseOptions().AddTo(command);
        command.Add(output);
        command.SetAction(result =>
        {
            var arguments = new ShowArguments(
                result.GetRequiredValue(ticket),
                result.GetRequiredValue(config),
                CommonOptions.AsOf(result, asOf, context),
                use.Of(result),
                CommonOptions.Targets(result, output)
            );
            return Run(context, arguments);
        });
        return command;
    }

    internal static int Run(CliContext context, ShowArguments arguments)
    {
        var (bag, day) = (new DiagnosticBag(), arguments.AsOf);
        var history = arguments.Use.Read(context, bag) is { } known
            ? ShowHistory.Run(arguments.Ticket, arguments.ConfigPath, day, known, context.Files, context.Git, bag)
            : null;
        context.PrintFindings(bag.ToSorted());
        if (history is null)
            return ExitCodes.Errors;

        var written = TableOutput.Write(
            context,
            arguments.Targets,
            format =>
                format == OutputFormat.Json
                    ? ReportJson.Of(HistoryJson.Of(history, day))
                    : HistoryText.Render(history, day)
        );
        return ExceptionCommand.Answer(bag, written, isNo: false);
    }
}
