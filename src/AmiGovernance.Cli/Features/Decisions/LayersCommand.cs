using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

/// <summary>Shows what each layer decides, and where they differ.</summary>
internal static class LayersCommand
{
    public static Command Create(CliContext context)
    {
        var policies = new Option<string>("--policies")
        {
            Description = "The folder of the policies",
            HelpName = "DIR",
            DefaultValueFactory = _ => "dist",
        };
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
            var bag = new DiagnosticBag();
            var day = new DateTimeOffset(
                CommonOptions.AsOf(result, asOf, context).ToDateTime(TimeOnly.MinValue),
                TimeSpan.Zero
            );
            var rows = CompareLayers.Run(result.GetValue(policies) ?? "dist", day, context.Files, bag);
            context.PrintFindings(bag.ToSorted());
            if (rows is not { } found)
                return ExitCodes.Errors;
            return TableOutput.Write(
                context,
                CommonOptions.Targets(result, output),
                format =>
                    format switch
                    {
                        OutputFormat.Json => Json(found),
                        OutputFormat.Markdown => TableOutput.Markdown(
                            ["call", "caller", "SCP", "declarative policy", "together", "differ"],
                            found.Select(Cells)
                        ),
                        _ => TableOutput.Text(
                            context,
                            ["CALL", "CALLER", "SCP", "DECLARATIVE", "TOGETHER", "DIFFER"],
                            found.Select(Cells)
                        ),
                    }
            );
        });
        return command;
    }

    private static string[] Cells(LayerRow row) =>
        [row.What, row.Caller, row.Scp, row.Declarative, row.Together, row.Differ ? "≠" : ""];

    private static string Json(IEnumerable<LayerRow> rows) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteStartArray("layers");
            foreach (var row in rows)
            {
                writer.WriteStartObject();
                writer.WriteString("call", row.What);
                writer.WriteString("caller", row.Caller);
                writer.WriteString("service_control_policy", row.Scp);
                writer.WriteString("declarative_policy", row.Declarative);
                writer.WriteString("together", row.Together);
                writer.WriteBoolean("differ", row.Differ);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
}
