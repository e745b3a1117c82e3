using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

internal static class ListCommand
{
    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var overdue = new Option<bool>("--overdue")
        {
            Description =
                "Only requests that wait for longer than the service levels allow; exit code 3 when there are any",
        };
        var all = new Option<bool>("--all") { Description = "Rejected requests and ended exceptions too" };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command("list", "List exceptions, the most urgent first, and requests that wait")
        {
            config,
            asOf,
            overdue,
            all,
            output,
        };
        command.SetAction(result =>
        {
            var day = CommonOptions.AsOf(result, asOf, context);
            var bag = new DiagnosticBag();
            var read = ReadCases.Run(result.GetValue(config) ?? "", day, context.Files, context.Git, bag);
            context.PrintFindings(bag.ToSorted());
            if (read is not { } found)
                return ExitCodes.Errors;
            var late = result.GetValue(overdue);
            ImmutableArray<ExceptionOverview> shown =
            [
                .. found.Where(o => late ? o.Overdue(day).Any() : o.IsOpen || result.GetValue(all)),
            ];
            var written = TableOutput.Write(
                context,
                CommonOptions.Targets(result, output),
                format =>
                    format switch
                    {
                        OutputFormat.Json => ExceptionList.Json(shown, day),
                        OutputFormat.Markdown => late
                            ? OverdueList.Markdown(shown, day)
                            : ExceptionList.Markdown(shown, day),
                        _ => late ? OverdueList.Text(context, shown, day) : ExceptionList.Text(context, shown, day),
                    }
            );
            return bag.HasErrors ? ExitCodes.Errors
                : written != ExitCodes.Done ? written
                : late && !shown.IsEmpty ? ExitCodes.No
                : ExitCodes.Done;
        });
        return command;
    }
}
