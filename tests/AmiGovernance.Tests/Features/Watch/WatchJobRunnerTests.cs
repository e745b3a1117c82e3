using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Features.Images;
using AmiGovernance.Cli.Features.Watch;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>A job of several commands is as well as the worst of them.</summary>
public sealed class WatchJobRunnerTests
{
    /// <summary>What could not be looked at is looked at again soon; what is wrong in a file waits for somebody.</summary>
    [Theory]
    [InlineData(true, JobOutcome.NotDone)]
    [InlineData(false, JobOutcome.Findings)]
    internal async Task Where_AWS_did_not_answer_the_job_is_not_done(bool isOfAws, JobOutcome expected)
    {
        using var amigov = new Amigov();
        var runner = new WatchJobRunner(
            amigov.Context(TextWriter.Null, TextWriter.Null),
            (_, context, _) =>
            {
                var finding = isOfAws
                    ? AwsDiagnostics.Of(new AwsException("sts:GetCallerIdentity", "InternalFailure", "not now"))
                    : Diagnostic.About("config", ConfigDiagnostics.MissingKey, "the key is missing", null);
                context.PrintFindings([finding]);
                return Task.FromResult(1);
            },
            new WatchArguments(Samples.ConfigPath, "main", "store", new AwsSettings(null, null, "test"))
            {
                Holder = "one",
                ImagesRole = "reader",
                Recipients = new ReportRecipients([], Mail: null, Chat: false, TopicArn: null),
            }
        );
        var result = await runner.Run(WatchJob.Status, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(expected, result.Outcome);
    }

    [Theory]
    [InlineData(0, 0, JobOutcome.Fine, 2)]
    [InlineData(0, 3, JobOutcome.Findings, 2)]
    [InlineData(4, 0, JobOutcome.Findings, 2)]
    [InlineData(1, 0, JobOutcome.Findings, 1)]
    [InlineData(5, 0, JobOutcome.NotDone, 1)]
    [InlineData(0, 5, JobOutcome.NotDone, 2)]
    [InlineData(4, 5, JobOutcome.NotDone, 2)]
    internal async Task What_went_wrong_in_the_scan_is_not_forgotten_for_the_report(
        int scan,
        int report,
        JobOutcome expected,
        int commands
    )
    {
        var ran = new List<string>();
        using var amigov = new Amigov();
        var runner = new WatchJobRunner(
            amigov.Context(TextWriter.Null, TextWriter.Null),
            (args, context, _) =>
            {
                ran.Add(args[1]);
                context.Out.WriteLine($"{args[1]} says why");
                return Task.FromResult(args[1] == "scan" ? scan : report);
            },
            new WatchArguments(Samples.ConfigPath, "main", "store", new AwsSettings(null, null, "test"))
            {
                Holder = "one",
                ImagesRole = "reader",
                Recipients = new ReportRecipients([], Mail: null, Chat: false, TopicArn: null),
            }
        );

        var result = await runner.Run(WatchJob.Images, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal((expected, commands), (result.Outcome, ran.Count));
        Assert.Contains("scan says why", result.Text, StringComparison.Ordinal);
    }
}
