using System.Collections.Immutable;
using AmiGovernance.Cli.Features.Rehearsal.Stage;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Cli.Features.Watch;

/// <summary>Runs the jobs as anybody would: by the command line of this program.</summary>
internal sealed class WatchJobRunner(CliContext context, CommandLine program, WatchArguments arguments) : IWatchJobs
{
    public async Task<JobResult> Run(string name, TimeProvider time, CancellationToken cancel)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var outcome = JobOutcome.Fine;
        foreach (var command in Commands(name))
        {
            var isRefused = false;
            var own = context with
            {
                Out = output,
                Error = output,
                IsInteractive = false,
                Time = time,
                Printed = finding => isRefused |= IsOfAws(finding),
            };
            var exitCode = await program([.. command], own, cancel);
            outcome = Worse(outcome, Outcome(exitCode, isRefused));
            // What was not looked at now must not be told as it was before.
            if (exitCode == ExitCodes.Errors || outcome == JobOutcome.NotDone)
                break;
        }
        return new JobResult(outcome, output.ToString());
    }

    private IEnumerable<IEnumerable<string>> Commands(string name) =>
        name switch
        {
            WatchJob.Exceptions =>
            [
                ["exception", "check", "--config", arguments.ConfigPath],
            ],
            WatchJob.Reminders =>
            [
                ["exception", "remind", "--config", arguments.ConfigPath],
            ],
            WatchJob.Status =>
            [
                ["status", "--config", arguments.ConfigPath, .. Aws],
            ],
            WatchJob.Images =>
            [
                ["images", "scan", "--role-name", arguments.ImagesRole ?? "", "--quiet", .. Aws],
                ["images", "report", .. Recipients, .. Aws],
            ],
            _ => [],
        };

    private ImmutableArray<string> Aws =>
        [
            .. Option("--profile", arguments.Aws.Profile),
            .. Option("--region", arguments.Aws.Region),
            .. Option("--endpoint-url", arguments.Aws.Endpoint?.ToString()),
        ];

    /// <summary>The report of the images goes to those whom the watch tells.</summary>
    private ImmutableArray<string> Recipients
    {
        get
        {
            var to = arguments.Recipients;
            var mail = to.MailTo.Count > 0 ? to.Mail : null;
            return
            [
                .. to.MailTo.SelectMany(address => Option("--mail-to", address)),
                .. Option("--mail-from", mail?.From),
                .. Option("--mail-server", mail is null ? null : $"{mail.Host}:{mail.Port}"),
                .. Option("--mail-security", mail is null ? null : MailSettings.Securities.Of(mail.Security)),
                .. Option("--mail-user", mail?.User),
                .. to.Chat ? ["--chat"] : Array.Empty<string>(),
                .. Option("--topic-arn", to.TopicArn),
                .. Option("--event-bus", to.EventBus?.Text),
            ];
        }
    }

    private static IEnumerable<string> Option(string name, string? value) => value is null ? [] : [name, value];

    private static JobOutcome Worse(JobOutcome one, JobOutcome other) =>
        one == JobOutcome.Fine || other == JobOutcome.NotDone ? other : one;

    private static bool IsOfAws(Diagnostic finding) =>
        finding.Severity == Severity.Error && AwsDiagnostics.All.Contains(finding.Descriptor);

    /// <summary>Errors in files are findings; where AWS refused or did not answer, nothing was looked at.</summary>
    private static JobOutcome Outcome(int exitCode, bool isRefused) =>
        exitCode switch
        {
            ExitCodes.Done => JobOutcome.Fine,
            ExitCodes.Errors when isRefused => JobOutcome.NotDone,
            ExitCodes.No or ExitCodes.Incomplete or ExitCodes.Errors => JobOutcome.Findings,
            _ => JobOutcome.NotDone,
        };
}
