using System.CommandLine;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>
/// The report of `trail scan`, made by ClickHouse servers where the trail is too large for one machine.
/// </summary>
internal static class TrailClickHouseCommand
{
    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "clickhouse",
            $"Ask a ClickHouse server what `trail scan` counts; {ClickHouseOptions.UserVariable} and {ClickHouseOptions.PasswordVariable} hold the credentials",
            new CommandHelp("amigov trail clickhouse --s3 s3://org-trail/AWSLogs/o-abc123xyz0 --print-sql", "trail")
        );
        var options = new ClickHouseOptions();
        options.AddTo(command);
        command.SetAction((result, cancel) => Run(options.Read(result), context, cancel));
        return command;
    }

    /// <summary>The exit code.</summary>
    public static async Task<int> Run(ClickHouseArguments arguments, CliContext context, CancellationToken cancel)
    {
        using var run = TrailRun.Open(context, arguments.Question, arguments.Report);
        if (run is null)
            return ExitCodes.Errors;
        var queries = new ClickHouseQueries(arguments.Source);
        if (arguments.Prints || arguments.Server is not { } url)
        {
            var (listing, text) = QueryTrail.Statements(queries, run.Question);
            context.Document.Write(
                $"-- which files there are\n{listing};\n\n-- which calls in them may matter\n{text};\n"
            );
            return ExitCodes.Done;
        }

        using var server = new ClickHouseServer(
            url,
            context.Environment(ClickHouseOptions.UserVariable),
            context.Environment(ClickHouseOptions.PasswordVariable)
        );
        try
        {
            var found = await Ask(new QueryTrail(server, queries, run.Question), context, cancel);
            return run.Report(found, LedgerUnit.Queried);
        }
        catch (QueryFailureException e)
        {
            context.PrintFindings([QueryDiagnostics.Of(e, "ClickHouse")]);
            return ExitCodes.Errors;
        }
    }

    private static async Task<TrailFindings> Ask(QueryTrail query, CliContext context, CancellationToken cancel)
    {
        using var progress = new ProgressLine(context);
        return await query.Run(
            (files, bytes) =>
                progress.Show($"{Quantity.Of(files, "file")}, {Quantity.Bytes(bytes)} stored; the server reads them"),
            cancel
        );
    }
}
