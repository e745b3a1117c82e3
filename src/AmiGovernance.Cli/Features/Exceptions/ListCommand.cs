using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <param name="Overdue">Only what waits for longer than it may.</param>
/// <param name="All">What is over, too.</param>
internal sealed record ListArguments(
    string ConfigPath,
    DateOnly AsOf,
    bool Overdue,
    bool All,
    IReadOnlyList<OutputTarget> Targets
);

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
        var command = new HelpedCommand(
            "list",
            "List exceptions, the most urgent first, and requests that wait",
            new CommandHelp("amigov exception list --overdue", "exceptions")
        )
        {
            config,
            asOf,
            overdue,
            all,
            output,
        };
        command.SetAction(result =>
        {
            var arguments = new ListArguments(
                result.GetRequiredValue(config),
                CommonOptions.AsOf(result, asOf, context),
                result.GetValue(overdue),
                result.GetValue(all),
                CommonOptions.Targets(result, output)
            );
            return Run(context, arguments);
        });
        return command;
    }

    internal static int Run(CliContext context, ListArguments arguments)
    {
        var bag = new DiagnosticBag();
        var cases = ReadCases.Run(arguments.ConfigPath, arguments.AsOf, context.Files, context.Git, bag);
        context.PrintFindings(bag.ToSorted());
        if (cases is not { } found)
            return ExitCodes.Errors;

        var shown = found with { Rows = [.. found.Rows.Where(o => IsShown(o, arguments))] };
        Func<OutputFormat, string> render = arguments.Overdue
            ? format => Late(context, format, shown, arguments.AsOf)
            : format => All(context, format, shown, arguments.AsOf);
        var written = TableOutput.Write(context, arguments.Targets, render);
        return ExceptionCommand.Answer(bag, written, isNo: arguments.Overdue && !shown.Rows.IsEmpty);
    }

    private static bool IsShown(ExceptionOverview overview, ListArguments arguments) =>
        arguments.Overdue ? overview.Overdue(arguments.AsOf).Any() : overview.IsOpen || arguments.All;

    private static string All(CliContext context, OutputFormat format, CaseList shown, DateOnly day) =>
        format switch
        {
            OutputFormat.Json => ReportJson.Of(ExceptionListDocument.Of(shown, day)),
            OutputFormat.Markdown => ExceptionList.Markdown(shown, day),
            _ => ExceptionList.Text(context, shown, day),
        };

    private static string Late(CliContext context, OutputFormat format, CaseList shown, DateOnly day) =>
        format switch
        {
            OutputFormat.Json => ReportJson.Of(ExceptionListDocument.Of(shown, day)),
            OutputFormat.Markdown => OverdueList.Markdown(shown, day),
            _ => OverdueList.Text(context, shown, day),
        };
}
