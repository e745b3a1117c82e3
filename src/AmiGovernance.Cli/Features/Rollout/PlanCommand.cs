using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Console;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Rollout.Plans;

namespace AmiGovernance.Cli.Features.Rollout;

/// <param name="File">Where the plan is written to; null for nowhere.</param>
/// <param name="IsDetailed">Whether the exit code tells that there is something to do.</param>
internal sealed record PlanArguments(
    PlanRequest Request,
    string? File,
    bool IsDetailed,
    IReadOnlyList<OutputTarget> Outputs
);

/// <summary>Shows what would be done to the organization, and writes it down to be done.</summary>
internal static class PlanCommand
{
    private const string Description = "Compare the organization with the policies and show each call between them";

    private static readonly CommandHelp Help = new("amigov plan --out plan.json", "rollout");

    public static Command Create(CliContext context)
    {
        var file = new Option<string?>("--out")
        {
            Description = "Write the plan to a file for `amigov apply`",
            HelpName = "FILE",
        };
        var detailed = new Option<bool>("--exit-code") { Description = "Exit with 3 when there is something to do" };
        var output = CommonOptions.Output(CommonOptions.PageFormats);
        var command = new HelpedCommand("plan", Description, Help) { file, detailed, output };
        var plan = new PlanOptions().AddTo(command);
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                return await Run(Arguments(result), context, RolloutPorts.Of(connection), cancel);
            }
        );
        return command;

        PlanArguments Arguments(ParseResult result) =>
            new(
                plan.Read(result),
                result.GetValue(file),
                result.GetValue(detailed),
                CommonOptions.Targets(result, output)
            );
    }

    public static async Task<int> Run(
        PlanArguments arguments,
        CliContext context,
        RolloutPorts ports,
        CancellationToken cancel
    )
    {
        if (await PlanReport.Make(arguments.Request, context, ports, cancel) is not { } report)
            return ExitCodes.Errors;
        var written = TableOutput.Write(
            context,
            arguments.Outputs,
            format =>
                format switch
                {
                    OutputFormat.Json => ReportJson.Of(PlanJson.Of(report, context.Time.Today())),
                    OutputFormat.Markdown => PlanView.Markdown(report),
                    OutputFormat.Html => HtmlFile.Render(PlanPage.Of(report)),
                    _ => PlanView.Text(report),
                }
        );
        if (written != ExitCodes.Done)
            return written;
        if (!report.Plan.IsEmpty)
            new RepositoryNotes(context, arguments.Request.ConfigPath).WarnOfUncommitted(arguments.Request.Folder);
        if (arguments.File is { } path && !PlanFiles.Write(context, path, report.Plan))
            return ExitCodes.Errors;
        return arguments.IsDetailed && !report.Plan.IsEmpty ? ExitCodes.No : ExitCodes.Done;
    }
}
