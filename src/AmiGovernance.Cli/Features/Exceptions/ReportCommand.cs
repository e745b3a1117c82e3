using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Exceptions;

namespace AmiGovernance.Cli.Features.Exceptions;

internal static class ReportCommand
{
    private static readonly (string Name, Func<ExceptionReport, bool> Found)[] Reasons =
    [
        ("overdue", r => !r.Overdue.IsEmpty),
        ("expired", r => r.Count(SpanState.Expired) > 0),
        ("never-used", r => r.InForceWith(UseState.Unused).Any()),
        ("extended", r => r.ExtendedMoreThanOnce.Any()),
    ];

    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var use = new ImageUseOptions();
        var failOn = new Option<string[]>("--fail-on")
        {
            Description =
                $"Exit with 3 when there is one that is {string.Join(", ", Reasons.Select(r => r.Name))}; may be given several times",
            HelpName = "KIND",
            Arity = ArgumentArity.OneOrMore,
        };
        failOn.AcceptOnlyFromAmong([.. Reasons.Select(r => r.Name)]);
        var output = CommonOptions.Output(["text", "json", "markdown", "csv", "html"]);
        var command = new Command(
            "report",
            "Report who has what until when, by team and over time, and what was never used"
        )
        {
            config,
            asOf,
        };
        use.AddTo(command);
        command.Add(failOn);
        command.Add(output);
        command.SetAction(result =>
        {
            var bag = new DiagnosticBag();
            var known = use.Read(result, context, bag);
            var report = known is null
                ? null
                : ReportExceptions.Run(
                    result.GetValue(config) ?? "",
                    CommonOptions.AsOf(result, asOf, context),
                    known,
                    context.Files,
                    context.Git,
                    bag
                );
            context.PrintFindings(bag.ToSorted());
            if (report is null)
                return ExitCodes.Errors;
            var written = TableOutput.Write(
                context,
                CommonOptions.Targets(result, output),
                format =>
                    format switch
                    {
                        OutputFormat.Json => ExceptionReportJson.Render(report),
                        OutputFormat.Markdown => ExceptionReportTables.Markdown(report),
                        OutputFormat.Csv => TableOutput.Csv(
                            ExceptionReportTables.SpanHeaders,
                            report.Spans.Select(ExceptionReportTables.Cells)
                        ),
                        OutputFormat.Html => ExceptionReportHtml.Render(report),
                        _ => ExceptionReportTables.Text(context, report),
                    }
            );
            var failed = Reasons
                .Where(r => result.GetValue(failOn)?.Contains(r.Name) == true && r.Found(report))
                .Select(r => r.Name)
                .ToList();
            if (failed.Count > 0)
                context.Error.WriteLine($"--fail-on: {string.Join(", ", failed)}");
            return bag.HasErrors ? ExitCodes.Errors
                : written != ExitCodes.Done ? written
                : failed.Count > 0 ? ExitCodes.No
                : ExitCodes.Done;
        });
        return command;
    }
}
