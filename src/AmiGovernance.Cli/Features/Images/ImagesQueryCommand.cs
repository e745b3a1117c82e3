using System.CommandLine;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Features.Images;

/// <param name="Sql">`-` reads it from standard input.</param>
internal sealed record QueryArguments(string Sql, string Database, IReadOnlyList<OutputTarget> Targets);

/// <summary>SQL for those who want it.</summary>
internal static class ImagesQueryCommand
{
    public static Command Create(CliContext context)
    {
        var sql = new Argument<string>("SQL")
        {
            Description = "A SELECT over the inventory's tables; - reads it from standard input",
        };
        var (db, output) = (InventoryOptions.Database(), CommonOptions.Output(InventoryOptions.Formats));
        var command = new HelpedCommand(
            "query",
            "Ask the inventory in SQL",
            new CommandHelp("amigov images query \"SELECT kind, count(*) FROM findings GROUP BY kind\"", "images")
        )
        {
            sql,
            db,
            output,
        };
        command.SetAction(result =>
        {
            var targets = CommonOptions.Targets(result, output);
            return Run(new QueryArguments(result.GetRequiredValue(sql), result.GetRequiredValue(db), targets), context);
        });
        return command;
    }

    internal static int Run(QueryArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var sql = arguments.Sql == "-" ? BoundedRead.Text(context.In, bag) : arguments.Sql;
        if (sql is null)
            return InventoryOutput.Failed(context, bag);
        if (string.IsNullOrWhiteSpace(sql))
        {
            context.Error.WriteLine("SQL: there is nothing to ask: give a SELECT, such as 'SELECT * FROM images'");
            return ExitCodes.BadCommandLine;
        }
        using var inventory = OpenInventory.Open(context.Databases, arguments.Database, bag);
        if (inventory is null || Ask(inventory, sql, bag) is not { } answer)
            return InventoryOutput.Failed(context, bag);
        return InventoryOutput.Write(
            context,
            inventory,
            arguments.Targets,
            format => QueryView.Render(context, format, answer)
        );
    }

    /// <summary>Null with a report when SQLite does not take it.</summary>
    private static QueryResult? Ask(OpenInventory inventory, string sql, DiagnosticBag bag)
    {
        try
        {
            return ReadOnlySql.Ask(inventory.Connection, sql);
        }
        catch (SqliteException e)
        {
            bag.Report(
                ImagesDiagnostics.QueryRefused,
                SourceLocation.OfFile(SourceText.FromString("SQL", sql)),
                e.Message,
                "`amigov docs images` lists tables and columns"
            );
            return null;
        }
    }
}
