using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>AWS's own report on how accounts stand, which AWS advises to read before a first declarative policy is attached.</summary>
internal static class StatusReportCommand
{
    public static Command Create(CliContext context) =>
        new("status-report", "AWS's report on the settings of every account: ask for it, wait, read it")
        {
            CreateStart(context),
            CreateShow(context, "wait", "Wait until an account status report is complete, and show it", wait: true),
            CreateShow(context, "show", "Show a complete account status report", wait: false),
        };

    private static Command CreateStart(CliContext context)
    {
        var bucket = new Argument<string>("ADDRESS")
        {
            Description =
                "Where AWS writes the report: s3://BUCKET or s3://BUCKET/PREFIX, a bucket in the Region that is asked",
        };
        var target = new Option<string?>("--target")
        {
            Description = "A root, organizational unit or account; default: the root",
            HelpName = "ID",
        };
        bucket.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && BucketAddress.Parse(result.Tokens[0].Value) is null)
                result.AddError(
                    $"'{Visible.Text(result.Tokens[0].Value)}' names no bucket; write it as s3://BUCKET/PREFIX"
                );
        });
        var command = new Command(
            "start",
            "Ask AWS for an account status report; AWS makes one at a time, and takes up to some hours"
        )
        {
            bucket,
            target,
        };
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                if (BucketAddress.Parse(result.GetValue(bucket) ?? "") is not { } address)
                    return ExitCodes.BadCommandLine;
                using var connection = aws.Connect(result, context);
                var about = result.GetValue(target) ?? (await connection.Organizations.ListRoots(cancel)).Id;
                var id = await connection.AccountStatusReports.Start(about, address.Bucket, address.Prefix, cancel);
                context.Out.WriteLine(id);
                context.Error.WriteLine(
                    $"AWS makes the account status report of {Visible.Text(about)}; `amigov status-report wait {id}` waits for it"
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command CreateShow(CliContext context, string name, string description, bool wait)
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
        var command = new Command(name, description) { id, csv, output };
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                var bag = new DiagnosticBag();
                using var connection = aws.Connect(result, context);
                using var progress = new ProgressLine(context);
                var reports = connection.AccountStatusReports;
                var find = new FindStatusReport(reports, context.Time)
                {
                    Waiting = taken =>
                        progress.Show(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"AWS makes the report, since {taken.TotalMinutes:0} minutes"
                            )
                        ),
                };
                var found = await find.Run(result.GetValue(id), wait, bag, cancel);
                progress.Dispose();
                if (found is not null && result.GetValue(csv) is { } file)
                {
                    if (await reports.Fetch(found, cancel) is { } content)
                        context.Files.Write("", [new GeneratedFile(file, content)], bag);
                    else
                        bag.Report(
                            RolloutDiagnostics.NoStatusReport,
                            SourceLocation.OfFile(SourceText.Missing("AWS")),
                            $"the file of the account status report {found.Id} is not in the bucket {found.Bucket}",
                            "somebody has moved or deleted it; start another report"
                        );
                }
                context.PrintFindings(bag.ToSorted());
                if (found is null || bag.HasErrors)
                    return ExitCodes.Errors;
                var summary = await reports.Summarize(found, cancel);
                var written = TableOutput.Write(
                    context,
                    CommonOptions.Targets(result, output),
                    format => StatusReportView.Write(context, summary, format)
                );
                return written != ExitCodes.Done ? written
                    : summary.FailedAccounts > 0 ? ExitCodes.Incomplete
                    : ExitCodes.Done;
            }
        );
        return command;
    }
}
