using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Console;
using AmiGovernance.Core.Features.Rollout.Status;

namespace AmiGovernance.Cli.Features.Rollout;

internal sealed record StatusArguments(StatusRequest Request, IReadOnlyList<OutputTarget> Outputs);

/// <summary>Where the rollout stands, on one screen.</summary>
internal static class StatusCommand
{
    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var policies = RolloutOptions.Policies();
        var output = CommonOptions.Output(CommonOptions.PageFormats);
        const string Description = "Show what is attached where, its mode, drift, and which accounts are not covered";
        var command = new HelpedCommand(
            "status",
            Description,
            new CommandHelp("amigov status -o markdown=status.md", "rollout")
        )
        {
            config,
            policies,
            output,
        };
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                return await Run(Arguments(result), context, RolloutPorts.Of(connection), cancel);
            }
        );
        return command;

        StatusArguments Arguments(ParseResult result) =>
            new(
                new StatusRequest(result.GetValue(config) ?? "", result.GetValue(policies) ?? ""),
                CommonOptions.Targets(result, output)
            );
    }

    public static async Task<int> Run(
        StatusArguments arguments,
        CliContext context,
        RolloutPorts ports,
        CancellationToken cancel
    )
    {
        using var progress = new ProgressLine(context);
        var read = new ReadStatus(
            ports.Organizations,
            ports.History(context.Time),
            context.Files,
            context.Time,
            progress
        )
        {
            Commits = context.Git,
        };
        var report = await read.Run(arguments.Request, cancel);
        progress.Dispose();
        var repository = new RepositoryNotes(context, arguments.Request.ConfigPath);
        var next = report.First is { } first ? [first] : repository.Steps().Now(repository.IsRecordCommitted());
        report = report with { Next = next };
        var written = TableOutput.Write(
            context,
            arguments.Outputs,
            format =>
                format switch
                {
                    OutputFormat.Json => ReportJson.Of(StatusDocument.Of(report)),
                    OutputFormat.Markdown => StatusMarkdown.Write(report),
                    OutputFormat.Html => HtmlFile.Render(StatusPage.Of(report)),
                    _ => StatusView.Text(report),
                }
        );
        return written == ExitCodes.Done ? ExitCode(report) : written;
    }

    private static int ExitCode(StatusReport report)
    {
        if (!report.Drifts.IsEmpty)
            return ExitCodes.No;
        return report.NotRead.IsEmpty ? ExitCodes.Done : ExitCodes.Incomplete;
    }
}
