using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Console;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.History;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Shows the deployment record, checks that nobody changed it, and joins its ends.</summary>
internal static class HistoryCommand
{
    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "history",
            "Show what was deployed, when, by whom and why",
            new CommandHelp("amigov history --verify", "rollout")
        );
        var options = new HistoryOptions().AddTo(command);
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                var arguments = options.Read(result);
                if (arguments.Task == HistoryTask.Show)
                    return Show(arguments, context);
                using var connection = aws.Connect(result, context);
                var ports = RolloutPorts.Of(connection);
                return arguments.Task switch
                {
                    HistoryTask.Verify => await Verify(arguments, context, ports, cancel),
                    HistoryTask.Record => await Record(arguments, context, ports, cancel),
                    _ => await Merge(arguments, context, ports, cancel),
                };
            }
        );
        return command;
    }

    /// <summary>What is wrong with the record is said, and what can be read of it is shown.</summary>
    public static int Show(HistoryArguments arguments, CliContext context)
    {
        var bag = new DiagnosticBag();
        var log = DeploymentRecord.Read(context.Files, bag);
        var findings = bag.ToSorted();
        context.PrintFindings(findings);
        var notRead = UnreadFiles.Of(findings.Where(f => f.Descriptor != PlanningDiagnostics.LogForked));
        var shown = arguments.Deployment is { } deployment
            ? ShowCalls(deployment, log, notRead, arguments, context)
            : ShowDeployments(log, notRead, arguments, context);
        return bag.HasErrors ? ExitCodes.Errors : shown;
    }

    public static async Task<int> Verify(
        HistoryArguments arguments,
        CliContext context,
        RolloutPorts ports,
        CancellationToken cancel
    )
    {
        var aws = arguments.IsOffline ? null : ports.Organizations;
        var checks = await new VerifyHistory(context.Files, context.Git, aws).Run(cancel);
        return TableOutput.Write(context, arguments.Outputs, HistoryChecksView.Of(checks), Answer(checks));
    }

    private static int Answer(ImmutableArray<HistoryCheck> checks)
    {
        if (checks.Any(c => c.Outcome == HistoryOutcome.Refuted))
            return ExitCodes.No;
        return checks.Any(c => c.Outcome == HistoryOutcome.Unknown) ? ExitCodes.Incomplete : ExitCodes.Done;
    }

    public static async Task<int> Merge(
        HistoryArguments arguments,
        CliContext context,
        RolloutPorts ports,
        CancellationToken cancel
    )
    {
        using var held = RunLock.Take(context, RunLock.Deployments, "history --merge");
        if (held is null)
            return ExitCodes.Errors;
        var bag = new DiagnosticBag();
        var caller = await ports.Identity.GetCallerIdentity(cancel);
        var merge = new MergeHistory(ports.Organizations, context.Files, context.Time);
        var merged = await merge.Run(caller.Arn, arguments.Lost, bag, cancel);
        context.PrintFindings(bag.ToSorted());
        if (merged is null)
            return ExitCodes.Errors;
        return TableOutput.Write(
            context,
            arguments.Outputs,
            MergedHistoryView.Of(merged),
            Exit(merged.Beside, context)
        );
    }

    public static async Task<int> Record(
        HistoryArguments arguments,
        CliContext context,
        RolloutPorts ports,
        CancellationToken cancel
    )
    {
        using var held = RunLock.Take(context, RunLock.Deployments, "history --record");
        if (held is null)
            return ExitCodes.Errors;
        var bag = new DiagnosticBag();
        var record = new RecordCarried(ports.History(context.Time), context.Files, context.Time)
        {
            TakesUnnamed = arguments.TakesUnnamed,
            TakesUnread = arguments.TakesUnnamed,
        };
        var carried = await new TakeCarried(ports.Organizations, context.Files, record).Run(
            arguments.ConfigPath,
            bag,
            cancel
        );
        context.PrintFindings(bag.ToSorted());
        if (carried is null)
            return ExitCodes.Errors;
        var isWhole = carried.Path is not null || carried.Changes.IsEmpty;
        var exit = isWhole ? Exit(carried.Beside, context) : ExitCodes.Incomplete;
        return TableOutput.Write(context, arguments.Outputs, CarriedView.Of(carried), exit);
    }

    /// <summary>Of what was recorded.</summary>
    private static int Exit(Diagnostic? beside, CliContext context)
    {
        if (beside is null)
            return ExitCodes.Done;
        context.PrintFindings([beside]);
        return ExitCodes.Incomplete;
    }

    private static int ShowDeployments(
        DeploymentLog log,
        ImmutableArray<string> notRead,
        HistoryArguments arguments,
        CliContext context
    ) =>
        TableOutput.Write(
            context,
            arguments.Outputs,
            format =>
                format switch
                {
                    OutputFormat.Json => ReportJson.Of(
                        HistoryDocument.Of(log.Files.SelectMany(f => f.Entries), notRead)
                    ),
                    OutputFormat.Html => HtmlFile.Render(HistoryPage.Of(log) with { NotLookedAt = notRead }),
                    _ => HistoryView.Table(context, format, log, notRead),
                }
        );

    private static int ShowCalls(
        string deployment,
        DeploymentLog log,
        ImmutableArray<string> notRead,
        HistoryArguments arguments,
        CliContext context
    )
    {
        var entries = log.Files.SelectMany(f => f.Entries).Where(e => e.Deployment == deployment).ToList();
        if (entries.Count == 0)
        {
            var shown = Sanitize.Text(deployment);
            context.Error.WriteLine(
                $"there is no deployment `{shown}` in {DeploymentLog.Folder}/; `amigov history` lists them"
            );
            return ExitCodes.Errors;
        }
        return TableOutput.Write(
            context,
            arguments.Outputs,
            format =>
                format switch
                {
                    OutputFormat.Json => ReportJson.Of(HistoryDocument.Of(entries, notRead)),
                    OutputFormat.Html => HtmlFile.Render(
                        HistoryPage.OfOne(deployment, entries) with
                        {
                            NotLookedAt = notRead,
                        }
                    ),
                    _ => HistoryView.Calls(context, format, entries, notRead),
                }
        );
    }
}
