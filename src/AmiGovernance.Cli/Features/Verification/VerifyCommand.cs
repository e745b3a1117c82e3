using System.CommandLine;
using AmiGovernance.Aws;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Console;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Verification;

namespace AmiGovernance.Cli.Features.Verification;

/// <summary>The runbook's tests, and its checklist filled in.</summary>
internal static class VerifyCommand
{
    public static Command Create(CliContext context)
    {
        var command = new HelpedCommand(
            "verify",
            "Run the runbook's tests by dry run and fill in its checklist",
            new CommandHelp("amigov verify --region us-east-1 -o markdown=verification.md", "rollout")
        );
        var options = new VerifyOptions(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = options.Connect(result, context);
                return await Run(options.Read(result, connection), context, connection, cancel);
            }
        );
        return command;
    }

    internal static async Task<int> Run(
        VerifyArguments arguments,
        CliContext context,
        AwsConnection connection,
        CancellationToken cancel
    )
    {
        if (arguments.Request(context) is not { } request)
            return ExitCodes.BadCommandLine;
        if (!await RegionArguments.Exist(request.Regions, context, connection, cancel))
            return ExitCodes.Errors;

        var bag = new DiagnosticBag();
        var report = await Verify(arguments, request, context, connection, bag, cancel);
        context.PrintFindings(bag.ToSorted());
        if (report is null)
            return ExitCodes.Errors;

        var written = TableOutput.Write(context, arguments.Targets, format => Render(report, format));
        return written == ExitCodes.Done && !bag.HasErrors ? ExitCodeOf(report) : ExitCodes.Errors;
    }

    private static async Task<VerificationReport?> Verify(
        VerifyArguments arguments,
        VerificationRequest request,
        CliContext context,
        AwsConnection connection,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        using var progress = new ProgressLine(context);
        var verification = new VerifyEnforcement(
            connection.Organizations,
            connection,
            connection.VerificationCalls(arguments.InstanceType, arguments.Subnet),
            connection.CallRecords,
            context.Files,
            context.Time,
            progress
        );
        return await verification.Run(request, bag, cancel);
    }

    private static string Render(VerificationReport report, OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => ReportJson.Of(VerificationJson.Of(report)),
            OutputFormat.Markdown => VerificationMarkdown.Write(report),
            OutputFormat.Html => HtmlFile.Render(VerificationPage.Of(report)),
            _ => VerificationView.Text(report),
        };

    internal static int ExitCodeOf(VerificationReport report)
    {
        if (report.HasUnexpected)
            return ExitCodes.No;
        return report.Looked.IsComplete ? ExitCodes.Done : ExitCodes.Incomplete;
    }
}
