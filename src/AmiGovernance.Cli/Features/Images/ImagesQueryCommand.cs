using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Features.Images;

/// <summary>SQL for those who want it.</summary>
internal static class ImagesQueryCommand
{
    public static Command Create(CliContext context)
    {
        var sql = new Argument<string>("SQL")
        {
            Description = "A SELECT over the inventory's tables; - reads it from standard input",
        };
        var (db, output) = (InventoryOption.Create(), CommonOptions.Output(InventoryOption.Formats));
        var command = new Command("query", "Ask the inventory in SQL") { sql, db, output };
        command.SetAction(result =>
            InventoryOption.Read(
                context,
                result.GetValue(db) ?? "",
                (inventory, bag) =>
                {
                    var text = result.GetValue(sql) is "-" ? context.In.ReadToEnd() : result.GetValue(sql) ?? "";
                    try
                    {
                        var answer = inventory.Queries.ReadOnly(text);
                        var written = TableOutput.Write(
                            context,
                            CommonOptions.Targets(result, output),
                            format => QueryView.Render(context, format, answer)
                        );
                        return written == ExitCodes.Done ? InventoryOption.TellGaps(context, inventory) : written;
                    }
                    catch (SqliteException e)
                    {
                        bag.Report(
                            ImagesDiagnostics.QueryRefused,
                            SourceLocation.OfFile(SourceText.FromString("SQL", text)),
                            e.Message,
                            "docs/reference/images.md lists tables and columns"
                        );
                        return ExitCodes.Errors;
                    }
                }
            )
        );
        return command;
    }
}
