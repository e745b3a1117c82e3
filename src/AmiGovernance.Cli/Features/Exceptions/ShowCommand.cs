using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

internal static class ShowCommand
{
    public static Command Create(CliContext context)
    {
        var ticket = ExceptionCommand.Ticket();
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var output = CommonOptions.Output(["text", "json"]);
        var command = new Command("show", "Tell the story of one exception") { ticket, config, asOf };
        var use = new ImageUseOptions();
        use.AddTo(command);
        command.Add(output);
        command.SetAction(result =>
        {
            var day = CommonOptions.AsOf(result, asOf, context);
            var bag = new DiagnosticBag();
            var known = use.Read(result, context, bag);
            var story = known is null
                ? null
                : TellStory.Run(
                    result.GetValue(ticket) ?? "",
                    result.GetValue(config) ?? "",
                    day,
                    known,
                    context.Files,
                    context.Git,
                    bag
                );
            context.PrintFindings(bag.ToSorted());
            if (story is null)
                return ExitCodes.Errors;
            var written = TableOutput.Write(
                context,
                CommonOptions.Targets(result, output),
                format => format == OutputFormat.Json ? CaseJson.Render(story, day) : CaseText.Render(story, day)
            );
            return bag.HasErrors ? ExitCodes.Errors : written;
        });
        return command;
    }
}
