using System.CommandLine;
using System.Globalization;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Help;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Reminders;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <param name="Remote">Whose host takes comments on issues.</param>
/// <param name="Commit">Whether the record of what was sent is committed.</param>
internal sealed record RemindArguments(
    string ConfigPath,
    DateOnly AsOf,
    string Remote,
    bool Commit,
    bool DryRun,
    AwsSettings Aws
);

/// <summary>Reminds of exceptions that end, each once.</summary>
internal static class RemindCommand
{
    private static readonly CommandHelp Help = new("amigov exception remind --dry-run", "exceptions");

    public static Command Create(CliContext context)
    {
        var config = CommonOptions.Config();
        var asOf = CommonOptions.AsOf();
        var remote = new Option<string>("--remote")
        {
            Description = "The remote whose host takes comments on issues",
            HelpName = "NAME",
            DefaultValueFactory = _ => "origin",
        };
        var commit = new Option<bool>("--commit") { Description = "Commit the record of what was sent" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be sent" };
        var command = new HelpedCommand("remind", "Remind of exceptions that end: mail, chat, issue comment, SNS", Help)
        {
            config,
            asOf,
            remote,
            commit,
            dryRun,
        };
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            (result, cancel) =>
            {
                var arguments = new RemindArguments(
                    result.GetRequiredValue(config),
                    CommonOptions.AsOf(result, asOf, context),
                    result.GetRequiredValue(remote),
                    result.GetValue(commit),
                    result.GetValue(dryRun),
                    aws.Settings(result)
                );
                return Run(context, arguments, cancel);
            }
        );
        return command;
    }

    internal static Task<int> Run(CliContext context, RemindArguments arguments, CancellationToken cancel)
    {
        var plan = new PlanReminders(context.Files, context.Git);
        return arguments.DryRun
            ? Task.FromResult(Show(context, arguments, plan))
            : SendAlone(context, arguments, plan, cancel);
    }

    private static int Show(CliContext context, RemindArguments arguments, PlanReminders plan)
    {
        var bag = new DiagnosticBag();
        var planned = plan.Run(arguments.ConfigPath, arguments.AsOf, bag);
        context.PrintFindings(bag.ToSorted());
        if (planned is null)
            return ExitCodes.Errors;

        foreach (var reminder in planned.Due)
            Print(context, reminder);
        context.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{planned.Due.Length} to send, {planned.SentBefore} sent before; nothing was sent"
            )
        );
        return ExitCodes.Done;
    }

    private static async Task<int> SendAlone(
        CliContext context,
        RemindArguments arguments,
        PlanReminders plan,
        CancellationToken cancel
    )
    {
        using var held = RunLock.Take(context, RunLock.Reminders, "exception remind");
        return held is null ? ExitCodes.Errors : await Send(context, arguments, plan, cancel);
    }

    private static async Task<int> Send(
        CliContext context,
        RemindArguments arguments,
        PlanReminders plan,
        CancellationToken cancel
    )
    {
        var bag = new DiagnosticBag();
        var git = arguments.Commit ? CommonOptions.Git(context, bag) : null;
        var settings = bag.HasErrors ? null : plan.Settings(bag);
        using var connection = settings?.Topic is null ? null : context.Connect(arguments.Aws);
        var channels = settings is null
            ? null
            : new ReminderChannels(context, settings, bag).Open(arguments.Remote, connection?.Topic);
        if (channels is null || plan.Run(arguments.ConfigPath, arguments.AsOf, bag) is not { } planned)
        {
            context.PrintFindings(bag.ToSorted());
            return ExitCodes.Errors;
        }

        var done = await new SendReminders(context.Files, context.Time).Run(planned, channels, bag, cancel);
        if (git is not null && !done.Sent.IsEmpty)
            Commit(git, arguments.AsOf, bag);
        context.PrintFindings(bag.ToSorted());
        Report(context, done);
        return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
    }

    /// <summary>What was sent is sent, whatever git says.</summary>
    private static void Commit(ICommitWriter git, DateOnly day, DiagnosticBag bag)
    {
        try
        {
            git.Commit([ReminderLog.Path], $"chore: Record reminders of {day.Text()} [skip ci]\n");
        }
        catch (GitException e)
        {
            GitDiagnostics.Report(e, bag, help: $"commit {ReminderLog.Path}: without it the next run sends all again");
        }
    }

    private static void Report(CliContext context, RemindResult done)
    {
        foreach (var reminder in done.Sent)
            context.Out.WriteLine($"✓ {Where(reminder.Key)}: {reminder.Notification.Subject}");
        context.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{done.Sent.Length} sent, {done.SentBefore} sent before, {done.Failed.Length} failed"
            )
        );
    }

    private static void Print(CliContext context, PlannedReminder reminder)
    {
        context.Out.WriteLine($"--- {Where(reminder.Key)}");
        context.Out.WriteLine($"Subject: {reminder.Notification.Subject}");
        context.Out.WriteLine();
        foreach (var line in reminder.Notification.Body.ToString().TrimEnd('\n').Split('\n'))
            context.Out.WriteLine(line);
    }

    private static string Where(ReminderKey key)
    {
        if (key.To.Length == 0)
            return key.Channel;
        var channel = key.Channel == "mail" ? "mail to" : key.Channel;
        return $"{channel} {Sanitize.Text(key.To)}";
    }
}
