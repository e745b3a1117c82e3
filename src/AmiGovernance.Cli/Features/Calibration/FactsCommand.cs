using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Calibration;

namespace AmiGovernance.Cli.Features.Calibration;

/// <summary>Shows what amigov takes AWS to do, and which cassette each measured value rests on.</summary>
internal static class FactsCommand
{
    private static readonly string[] FactHeaders = ["FACT", "VALUE", "KNOWN", "SOURCE"];
    private static readonly string[] ExperimentHeaders = ["EXPERIMENT", "ANSWER", "SOURCE"];

    public static Command Create(CliContext context)
    {
        var partition = new Option<string>("--partition")
        {
            Description = "Whose facts",
            DefaultValueFactory = _ => Partition.Aws.Name(),
        };
        partition.AcceptOnlyFromAmong([.. Partitions.Names]);
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new HelpedCommand(
            "facts",
            "Show what amigov takes AWS to do, how well it is known, and what was measured",
            new CommandHelp("amigov facts", "calibrate")
        )
        {
            partition,
            output,
        };
        command.SetAction(result =>
            Run(
                Partitions.FromName(result.GetValue(partition)) ?? Partition.Aws,
                CommonOptions.Targets(result, output),
                context
            )
        );
        return command;
    }

    internal static int Run(Partition partition, IReadOnlyList<OutputTarget> targets, CliContext context)
    {
        var bag = new DiagnosticBag();
        var document = FactsDocument.Of(MeasuredFacts.Read(context.Files, partition, bag));
        context.PrintFindings(bag.ToSorted());
        var written = TableOutput.Write(context, targets, format => Render(context, document, format));
        return bag.HasErrors ? ExitCodes.Errors : written;
    }

    private static string Render(CliContext context, FactsDocument document, OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => ReportJson.Of(document),
            OutputFormat.Markdown => Tables(
                document,
                (headers, rows) => TableOutput.Markdown(headers, rows).ToString()
            ),
            _ => Tables(document, (headers, rows) => TableOutput.Text(context, headers, rows)),
        };

    private static string Tables(FactsDocument document, Func<string[], IEnumerable<string[]>, string> write) =>
        $"{write(FactHeaders, Facts(document))}\n{write(ExperimentHeaders, Experiments(document))}";

    private static IEnumerable<string[]> Facts(FactsDocument document) =>
        document.Facts.Select(f => new[] { f.Name, f.Value, f.Known, f.Source });

    private static IEnumerable<string[]> Experiments(FactsDocument document) =>
        document.Experiments.Select(e => new[] { e.Name, e.Value ?? "not measured", e.Source ?? e.Question });
}
