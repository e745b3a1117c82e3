using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Cli.Features.Reporting.Governance;

/// <summary>One report for those who approve and audit: where governance stands on a day.</summary>
internal static class GovernanceReportCommand
{
    public static Command Create(CliContext context)
    {
        var output = CommonOptions.Output(CommonOptions.PageFormats);
        var command = new HelpedCommand(
            "report",
            "Report where governance stands: modes, coverage, guarantees, launches, exceptions, images, decisions",
            new CommandHelp("amigov report -o html=governance.html", "console")
        );
        var options = new GovernanceOptions().AddTo(command, output);
        command.SetAction(
            async (result, cancel) =>
            {
                var arguments = options.Read(result);
                using var connection = options.Connect(result, context);
                var ports = connection is null ? null : GovernancePorts.Of(connection);
                var shown = GovernanceOptions.Shown(context);
                return await Run(arguments, CommonOptions.Targets(result, output), shown, ports, cancel);
            }
        );
        return command;
    }

    /// <summary>The exit code: 4 when something that was asked for could not be read.</summary>
    internal static async Task<int> Run(
        GovernanceArguments arguments,
        IReadOnlyList<OutputTarget> targets,
        CliContext context,
        GovernancePorts? aws,
        CancellationToken cancel
    )
    {
        var read = new ReadGovernance(context, arguments);
        var report = await read.Run(aws, cancel);
        context.PrintFindings(read.Findings);
        var answer = report.NotRead.IsEmpty ? ExitCodes.Done : ExitCodes.Incomplete;
        var written = TableOutput.Write(context, targets, format => GovernanceViews.Render(report, format));
        return written == ExitCodes.Done ? answer : written;
    }
}
