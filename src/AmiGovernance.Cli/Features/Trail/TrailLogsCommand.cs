using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Queries;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Governance.Facts;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>The report of `trail scan` on a trail that delivers to CloudWatch Logs, with an eye on what it costs.</summary>
internal static class TrailLogsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "logs",
            "Ask CloudWatch Logs Insights what `trail scan` counts, within a limit on what it reads",
            new CommandHelp("amigov trail logs --log-group aws-cloudtrail-logs-org --from 2026-11-01", "trail")
        );
        var options = new LogsOptions();
        options.AddTo(command);
        command.SetAction((result, cancel) => Run(options.Read(result), context, cancel));
        return command;
    }

    /// <summary>The exit code.</summary>
    public static async Task<int> Run(LogsArguments arguments, CliContext context, CancellationToken cancel)
    {
        using var run = TrailRun.Open(context, arguments.Question, arguments.Report);
        if (run is null)
            return ExitCodes.Errors;
        if (arguments.Prints)
        {
            context.Document.Write($"{LogsInsightsQuery.Text}\n");
            return ExitCodes.Done;
        }

        using var aws = context.Connect(arguments.Aws);
        using var progress = new ProgressLine(context);
        var query = new QueryLogs(aws.LogsInsights, arguments.Groups, arguments.MostBytes, context.Time)
        {
            Progress = scanned => progress.Show($"Logs Insights: {Quantity.Bytes(scanned)} scanned"),
        };
        var costly = new CostlyQuery(context, progress, "Logs Insights", () => Told(query.Scanned));
        return await costly.Run(async () =>
        {
            var begin = await FindBegin(arguments, context, aws.LogsInsights, cancel);
            return run.Report(await query.Run(run.Question, begin, cancel), LedgerUnit.Files);
        });
    }

    private static string Told(long bytes) => $"{Quantity.Bytes(bytes)}, {Cost(bytes)}";

    private static string Cost(long bytes) => ScanLimit.Cost(bytes, AwsFacts.LogsInsightsPrice.Value, "GB");

    /// <summary>When the oldest of the log groups was made. Says how much there is.</summary>
    private static async Task<DateTimeOffset> FindBegin(
        LogsArguments arguments,
        CliContext context,
        ILogsInsights insights,
        CancellationToken cancel
    )
    {
        var (begin, bytes) = (context.Time.GetUtcNow(), 0L);
        foreach (var name in arguments.Groups)
        {
            var group =
                await insights.FindGroup(name, cancel)
                ?? throw new QueryFailureException($"there is no log group `{name}` in this account and Region");
            begin = group.Created < begin ? group.Created : begin;
            bytes += group.Stored;
        }
        context.Error.WriteLine(
            $"log groups: {Quantity.Bytes(bytes)} stored, {Cost(bytes)} for all of it; this run stops at {Told(arguments.MostBytes)}"
        );
        return begin;
    }
}
