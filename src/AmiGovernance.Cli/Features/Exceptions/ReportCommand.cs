using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Console;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <param name="FailOn">Names of what makes the answer "no".</param>
internal sealed record ReportArguments(
    string ConfigPath,
    DateOnly AsOf,
    ImageUseFiles Use,
    IReadOnlyCollection<string> FailOn,
    IReadOnlyList<OutputTarget> Targets
);

internal static class ReportCommand
{
    private const string NeverUsed = "never-used";

    private static readonly (string Name, Func<ExceptionReport, bool> Found)[] Reasons =
    [
        ("overdue", r => !r.Overdue.IsEmpty),
        ("expired", r => r.Count(SpanState.Expired) > 0),
        (NeverUsed, r => r.InForceWith(UseState.Unused).Any()),
        ("extended", r => r.ExtendedMoreThanOnce.Any()),
    ];

    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var failOn = FailOn();
        var output = CommonOptions.Output(["text", "json", "markdown", "csv", "html"]);
        var command = new HelpedCommand(
            "report",
            "Report who has what until when, by team and over time, and what was never used",
            new CommandHelp("amigov exception report -o html=exceptions.html", "exceptions")
        )
        {
            config,
            asOf,
        };
        var use = new ImageUseOptions().AddTo(command);
        command.Add(failOn);
        command.Add(output);
        command.SetAction(result =>
        {
            var arguments = new ReportArguments(
                result.GetRequiredValue(config),
                CommonOptions.AsOf(result, asOf, context),
                use.Of(result),
                result.GetValue(failOn) ?? [],
                CommonOptions.Targets(result, output)
            );
            return Run(context, arguments);
        });
        return command;
    }

    private static Option<string[]> FailOn()
    {
        var names = Reasons.Select(r => r.Name).ToArray();
        var option = new Option<string[]>("--fail-on")
        {
            Description =
                $"Exit with 3 when there is one that is {string.Join(", ", names)}; may be given several times",
            HelpName = "KIND",
            Arity = ArgumentArity.OneOrMore,
        };
        option.AcceptOnlyFromAmong(names);
        return option;
    }

    internal static int Run(CliContext context, ReportArguments arguments)
    {
        var bag = new DiagnosticBag();
        var (config, day) = (arguments.ConfigPath, arguments.AsOf);
        var report = arguments.Use.Read(context, bag) is { } known
            ? ReportExceptions.Run(config, day, known, context.Files, context.Git, bag)
            : null;
        context.PrintFindings(bag.ToSorted());
        if (report is null)
            return ExitCodes.Errors;

        var written = TableOutput.Write(context, arguments.Targets, format => Render(context, report, format));
        var failed = Reasons.Where(r => arguments.FailOn.Contains(r.Name) && r.Found(report)).ToList();
        if (failed.Count > 0)
            context.Error.WriteLine($"--fail-on: {string.Join(", ", failed.Select(r => r.Name))}");
        var answer = ExceptionCommand.Answer(bag, written, isNo: failed.Count > 0);
        return answer == ExitCodes.Done && IsOpen(context, report, arguments.FailOn) ? ExitCodes.Incomplete : answer;
    }

    /// <summary>Whether nobody can say that there is none of what was asked for, which is said.</summary>
    private static bool IsOpen(CliContext context, ExceptionReport report, IReadOnlyCollection<string> failOn)
    {
        var unknown = report.WithoutKnownUse.Count();
        if (unknown == 0 || !failOn.Contains(NeverUsed))
            return false;
        context.Error.WriteLine(
            $"never-used: whether images of {Quantity.Of(unknown, "exception")} were launched is not known; `--trail` and"
                + " `amigov images scan` tell"
        );
        return true;
    }

    private static string Render(CliContext context, ExceptionReport report, OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => ReportJson.Of(ExceptionReportJson.Of(report)),
            OutputFormat.Markdown => ExceptionReportTables.Markdown(report),
            OutputFormat.Csv => ExceptionReportTables.Csv(report),
            OutputFormat.Html => HtmlFile.Render(ExceptionReportPage.Of(report)),
            _ => ExceptionReportTables.Text(context, report),
        };
}
