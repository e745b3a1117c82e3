using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

/// <param name="AsOf">The day whose first moment (UTC) is looked at.</param>
internal sealed record LayersArguments(string Folder, DateOnly AsOf, IReadOnlyList<OutputTarget> Targets);

/// <summary>Shows what each layer decides, and where they differ.</summary>
internal static class LayersCommand
{
    public static Command Create(CliContext context)
    {
        var policies = CommonOptions.Policies();
        var asOf = CommonOptions.AsOf();
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        var command = new Command("layers", "Show what each layer decides, and where they differ")
        {
            policies,
            asOf,
            output,
        };
        command.SetAction(result =>
        {
            var (folder, day) = (result.GetValue(policies) ?? "", CommonOptions.AsOf(result, asOf, context));
            return Run(new LayersArguments(folder, day, CommonOptions.Targets(result, output)), context);
        });
        return command;
    }

    internal static int Run(LayersArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var start = new DateTimeOffset(arguments.AsOf.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var rows = CompareLayers.Run(arguments.Folder, start, context.Files, bag);
        context.PrintFindings(bag.ToSorted());
        if (rows is not { } found)
            return ExitCodes.Errors;
        var cells = found.Select(Cells);
        var renderings = new Renderings(
            () => TableOutput.Text(context, ["CALL", "CALLER", "SCP", "DECLARATIVE", "TOGETHER", "DIFFER"], cells),
            () => Json(found),
            () => TableOutput.Markdown(["call", "caller", "SCP", "declarative policy", "together", "differ"], cells)
        );
        return TableOutput.Write(context, arguments.Targets, renderings);
    }

    private static string[] Cells(LayerRow row) =>
        [row.What, row.Caller, row.Scp, row.Declarative, row.Together, row.Differ ? "≠" : ""];

    private static string Json(IEnumerable<LayerRow> rows) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteObjects(
                "layers",
                rows,
                row =>
                {
                    writer.WriteString("call", row.What);
                    writer.WriteString("caller", row.Caller);
                    writer.WriteString("service_control_policy", row.Scp);
                    writer.WriteString("declarative_policy", row.Declarative);
                    writer.WriteString("together", row.Together);
                    writer.WriteBoolean("differ", row.Differ);
                }
            );
            writer.WriteEndObject();
        });
}
