using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Reporting;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Exceptions;

internal sealed record CheckArguments(string ConfigPath, DateOnly AsOf, IReadOnlyList<OutputTarget> Targets);

internal static class CheckCommand
{
    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var output = CommonOptions.Output(CommonOptions.FindingFormats);
        var command = new HelpedCommand(
            "check",
            "The daily check: warns before an exception ends, fails when one has ended",
            new CommandHelp("amigov exception check --as-of 2026-12-25", "exceptions")
        )
        {
            config,
            asOf,
            output,
        };
        command.SetAction(result =>
        {
            var (day, targets) = (CommonOptions.AsOf(result, asOf, context), CommonOptions.Targets(result, output));
            return Run(context, new CheckArguments(result.GetRequiredValue(config), day, targets));
        });
        return command;
    }

    internal static int Run(CliContext context, CheckArguments arguments)
    {
        var bag = new DiagnosticBag();
        var statuses = CheckExceptions.Run(arguments.ConfigPath, arguments.AsOf, context.Files, context.Git, bag);
        var report = new FindingsReport("exception check", arguments.AsOf, bag.ToSorted());
        var written = FindingsOutput.Write(
            context,
            arguments.Targets,
            report,
            writer => WriteVerdict(writer, statuses, report)
        );
        if (report.Passed)
            return written ? ExitCodes.Done : ExitCodes.Errors;
        return ExceptionCommand.Refused(report.Findings);
    }

    private static void WriteVerdict(
        TextWriter writer,
        ImmutableArray<ExceptionStatus>? statuses,
        FindingsReport report
    )
    {
        if (statuses is not { } found)
        {
            writer.WriteLine("❌ the exceptions cannot be checked");
            return;
        }

        string Count(ExceptionState state) => found.Count(s => s.State == state).ToString(CultureInfo.InvariantCulture);
        var mark = report.Passed ? "✅" : "❌";
        writer.WriteLine(
            $"{mark} {Plural.Of(found.Length, "exception")} as of {report.AsOf.Text()}:"
                + $" {Count(ExceptionState.Active)} active, {Count(ExceptionState.Expiring)} expiring soon,"
                + $" {Count(ExceptionState.Expired)} expired"
        );
        if (found.Any(s => s.State == ExceptionState.Expired))
            writer.WriteLine("Expired exceptions fail the pipeline until they are removed or extended.");
    }
}
