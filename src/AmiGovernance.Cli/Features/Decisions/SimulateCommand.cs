using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

/// <param name="File">A table of calls; `-` for standard input.</param>
/// <param name="Folder">Of the policies.</param>
internal sealed record SimulateArguments(string File, string Folder);

/// <summary>Decides a table of calls, row by row, so that tables of any length work.</summary>
internal static class SimulateCommand
{
    private const string StandardInput = "-";
    private const char ByteOrderMark = '\uFEFF';

    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A CSV file with a header, or JSON lines; - is standard input",
        };
        var policies = CommonOptions.Policies();
        var command = new HelpedCommand(
            "simulate",
            "Decide a table of calls",
            new CommandHelp("amigov simulate calls.csv", "outputs")
        )
        {
            file,
            policies,
        };
        command.SetAction(result =>
        {
            var path = result.GetValue(file) ?? StandardInput;
            return Run(new SimulateArguments(path, result.GetValue(policies) ?? ""), context);
        });
        return command;
    }

    internal static int Run(SimulateArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var set = PolicySet.Read(arguments.Folder, context.Files, bag);
        var isStandardInput = arguments.File == StandardInput;
        using var opened = isStandardInput ? null : context.OpenText(arguments.File, bag);
        var input = isStandardInput ? context.In : opened;
        context.PrintFindings(bag.ToSorted());
        if (set is null || input is null)
            return ExitCodes.Errors;
        var defaults = new CallDefaults(UsualRegion.Here(context.Files), context.Time.GetUtcNow());
        var simulation = new SimulateCalls(set, defaults);
        var count = new SimulationCount();
        // Spreadsheets write one at the start of a CSV file in UTF-8.
        if (input.Peek() == ByteOrderMark)
            input.Read();
        var isTable =
            input.Peek() == '{'
                ? SimulatedJson.Run(context.Document, input, simulation, count)
                : SimulatedCsv.Run(context, input, simulation, count);
        if (!isTable)
            return ExitCodes.Errors;
        context.Error.WriteLine(count.Summary);
        return count.ExitCode;
    }
}
