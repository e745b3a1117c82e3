using System.Collections.Immutable;
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
        var scanned = 0L;
        var costly = new CostlyQuery(context, progress, "Logs Insights", () => Told(scanned));
        return await costly.Run(async () =>
        {
            var groups = await FindGroups(arguments, context, aws.LogsInsights, cancel);
            var query = new QueryLogs(aws.LogsInsights, groups, arguments.MostBytes, context.Time)
            {
                Progress = bytes =>
                {
                    scanned = bytes;
                    progress.Show($"Logs Insights: {Quantity.Bytes(bytes)} scanned");
                },
            };
            return run.Report(await query.Run(run.Question, cancel), LedgerUnit.Queried);
        });
    }

    private static string Told(long bytes) => $"{Quantity.Bytes(bytes)}, {Cost(bytes)}";

    private static string Cost(long bytes) => ScanLimit.Cost(bytes, AwsFacts.LogsInsightsPrice.Value, "GB");

    /// <summary>Says how much there is.</summary>
    private static async Task<ImmutableArray<TrailLogGroup>> FindGroups(
        LogsArguments arguments,
        CliContext context,
        ILogsInsights insights,
        CancellationToken cancel
    )
    {
        var groups = ImmutableArray.CreateBuilder<TrailLogGroup>();
        foreach (var name in arguments.Groups)
            groups.Add(
                await insights.FindGroup(name, cancel)
                    ?? throw new QueryFailureException($"there is no log group `{name}` in this account and Region")
            );
        var bytes = groups.Sum(g => g.Stored);
        context.Error.WriteLine(
            $"log groups: {Quantity.Bytes(bytes)} stored, {Cost(bytes)} for all of it; this run stops at {Told(arguments.MostBytes)}"
        );
        return groups.ToImmutable();
    }
}
