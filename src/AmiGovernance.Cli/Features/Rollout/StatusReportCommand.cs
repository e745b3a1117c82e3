using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Reports;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Rollout;

/// <param name="Target">A root, organizational unit or account; null for the root.</param>
internal sealed record StartReportArguments(BucketAddress Address, string? Target);

/// <param name="Id">Null for the newest.</param>
/// <param name="Waits">Whether a report that is being made is waited for.</param>
/// <param name="CsvFile">Takes the report's own file; null for none.</param>
internal sealed record ShowReportArguments(
    string? Id,
    bool Waits,
    string? CsvFile,
    IReadOnlyList<OutputTarget> Outputs
);

/// <summary>AWS's own report on how accounts stand, which AWS advises to read before a first declarative policy is attached.</summary>
internal static class StatusReportCommand
{
    private const string Description =
        "Ask AWS for an account status report; AWS makes one at a time, and takes up to some hours";

    private static readonly CommandHelp Help = new(
        "amigov status-report start s3://ami-governance-reports/status",
        "permissions"
    );

    public static Command Create(CliContext context) =>
        new HelpedCommand(
            "status-report",
            "AWS's report on the settings of every account: ask for it, wait, read it",
            new CommandHelp("amigov status-report start s3://ami-governance-reports/status", "permissions")
        )
        {
            CreateStart(context),
            CreateShow(
                context,
                new HelpedCommand(
                    "wait",
                    "Wait until an account status report is complete, and show it",
                    new CommandHelp("amigov status-report wait --csv reports/status.csv", "permissions")
                ),
                waits: true
            ),
            CreateShow(
                context,
                new HelpedCommand(
                    "show",
                    "Show a complete account status report",
                    new CommandHelp("amigov status-report show -o json", "permissions")
                ),
                waits: false
            ),
        };

    private static HelpedCommand CreateStart(CliContext context)
    {
        var bucket = new Argument<BucketAddress>("ADDRESS")
        {
            Description =
                "Where AWS writes the report: s3://BUCKET or s3://BUCKET/PREFIX, a bucket in the Region that is asked",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (BucketAddress.Parse(text) is { } address)
                    return address;
                result.AddError(BucketAddress.Refusal(text));
                return null;
            },
        };
        var target = new Option<string?>("--target")
        {
            Description = "A root, organizational unit or account; default: the root",
            HelpName = "ID",
        };
        var command = new HelpedCommand("start", Description, Help) { bucket, target };
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                var arguments = new StartReportArguments(result.GetRequiredValue(bucket), result.GetValue(target));
                return await Start(
                    arguments,
                    context,
                    connection.Organizations,
                    connection.AccountStatusReports,
                    cancel
                );
            }
        );
        return command;
    }

    public static async Task<int> Start(
        StartReportArguments arguments,
        CliContext context,
        IOrganizationStructureReader organizations,
        IAccountStatusReports reports,
        CancellationToken cancel
    )
    {
        var (address, target) = arguments;
        target ??= (await organizations.ListRoots(cancel)).Id;
        var id = await reports.Start(target, address.Bucket, address.Prefix, cancel);
        context.Out.WriteLine(id);
        var wait = SuggestedCommand.Of($"amigov status-report wait {id}");
        context.Error.WriteLine($"AWS makes the account status report of {Sanitize.Text(target)}; {wait} waits for it");
        return ExitCodes.Done;
    }

    private static HelpedCommand CreateShow(CliContext context, HelpedCommand command, bool waits)
    {
        var id = new Argument<string?>("REPORT")
        {
            Description = "The id of a report; default: the newest",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var csv = new Option<string?>("--csv")
        {
            Description = "Write the report's own file, with a row for what each account has, to this file",
            HelpName = "FILE",
        };
        var output = CommonOptions.Output(CommonOptions.TableFormats);
        command.Arguments.Add(id);
        command.Options.Add(csv);
        command.Options.Add(output);
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                using var connection = aws.Connect(result, context);
                return await Show(Arguments(result), context, connection.AccountStatusReports, cancel);
            }
        );
        return command;

        ShowReportArguments Arguments(ParseResult result) =>
            new(result.GetValue(id), waits, result.GetValue(csv), CommonOptions.Targets(result, output));
    }

    public static async Task<int> Show(
        ShowReportArguments arguments,
        CliContext context,
        IAccountStatusReports reports,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        var found = await Find(arguments, context, reports, bag, cancel);
        if (found is not null && arguments.CsvFile is { } file)
            await WriteCsv(found, file, context, reports, bag, cancel);
        context.PrintFindings(bag.ToSorted());
        if (found is null || bag.HasErrors)
            return ExitCodes.Errors;
        var summary = await reports.Summarize(found, cancel);
        var written = TableOutput.Write(
            context,
            arguments.Outputs,
            format => StatusReportView.Write(context, summary, format)
        );
        if (written != ExitCodes.Done)
            return written;
        return summary.FailedAccounts > 0 ? ExitCodes.Incomplete : ExitCodes.Done;
    }

    private static async Task<AccountStatusReport?> Find(
        ShowReportArguments arguments,
        CliContext context,
        IAccountStatusReports reports,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        using var progress = new ProgressLine(context);
        var find = new FindStatusReport(reports, context.Time)
        {
            Waiting = taken =>
                progress.Show(
                    $"AWS makes the report, since {Quantity.Of((long)Math.Round(taken.TotalMinutes), "minute")}"
                ),
        };
        return await find.Run(arguments.Id, arguments.Waits, bag, cancel);
    }

    private static async Task WriteCsv(
        AccountStatusReport report,
        string file,
        CliContext context,
        IAccountStatusReports reports,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        if (await reports.Fetch(report, cancel) is { } content)
        {
            context.Files.Write("", [new GeneratedFile(file, content)], bag);
            return;
        }
        bag.Report(
            RolloutDiagnostics.NoStatusReport,
            SourceLocation.OfFile(SourceText.Missing("AWS")),
            $"the file of the account status report {report.Id} is not in the bucket {report.Bucket}",
            "somebody has moved or deleted it; start another report"
        );
    }
}
