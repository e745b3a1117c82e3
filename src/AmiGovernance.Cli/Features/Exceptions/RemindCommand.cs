using System.CommandLine;
using System.Globalization;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.CodeHosts;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Reminders;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Cli.Features.Exceptions;

/// <summary>Reminds of exceptions that end, each once.</summary>
internal static class RemindCommand
{
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
        var command = new Command("remind", "Remind of exceptions that end: mail, chat, issue comment, SNS")
        {
            config,
            asOf,
            remote,
            commit,
            dryRun,
        };
        var aws = new AwsOptions().AddTo(command);
        command.SetAction(
            async (result, cancel) =>
            {
                var (path, day, bag) = (
                    result.GetValue(config) ?? "",
                    CommonOptions.AsOf(result, asOf, context),
                    new DiagnosticBag()
                );
                var reminders = new SendReminders(context.Files, context.Git, context.Time);
                if (result.GetValue(dryRun))
                {
                    var plan = reminders.Plan(path, day, bag);
                    context.PrintFindings(bag.ToSorted());
                    if (plan is not var (due, before))
                        return ExitCodes.Errors;
                    foreach (var reminder in due)
                        Print(context, reminder);
                    context.Error.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{due.Length} to send, {before} sent before; nothing was sent"
                        )
                    );
                    return ExitCodes.Done;
                }
                var settings = reminders.Settings(bag);
                using var connection = settings?.TopicArn is null ? null : aws.Connect(result, context);
                var channels = settings is null
                    ? null
                    : Channels(context, settings, result.GetValue(remote) ?? "", connection?.Topic, bag);
                var done =
                    channels is null || bag.HasErrors ? null : await reminders.Run(path, day, channels, bag, cancel);
                if (done is { Sent.IsEmpty: false } && result.GetValue(commit))
                    context.Git?.Commit([ReminderLog.Path], $"chore: Record reminders of {day.Text()} [skip ci]\n");
                context.PrintFindings(bag.ToSorted());
                if (done is null)
                    return ExitCodes.Errors;
                foreach (var reminder in done.Sent)
                    context.Out.WriteLine($"✓ {Where(reminder.Key)}: {Visible.Text(reminder.Notification.Subject)}");
                context.Error.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{done.Sent.Length} sent, {done.SentBefore} sent before, {done.Failed.Length} failed"
                    )
                );
                return bag.HasErrors ? ExitCodes.Errors : ExitCodes.Done;
            }
        );
        return command;
    }

    private static void Print(CliContext context, PlannedReminder reminder)
    {
        context.Out.WriteLine($"--- {Where(reminder.Key)}");
        context.Out.WriteLine($"Subject: {Visible.Text(reminder.Notification.Subject)}");
        context.Out.WriteLine();
        foreach (var line in reminder.Notification.Body.TrimEnd('\n').Split('\n'))
            context.Out.WriteLine(Visible.Text(line));
    }

    private static string Where(ReminderKey key) =>
        key.To.Length == 0
            ? key.Channel
            : $"{key.Channel}{(key.Channel == "mail" ? " to" : "")} {Visible.Text(key.To)}";

    /// <summary>Null with a report when a channel that is configured lacks what it needs.</summary>
    private static Dictionary<string, INotificationChannel>? Channels(
        CliContext context,
        ReminderSettings settings,
        string remote,
        ITopic? sns,
        DiagnosticBag bag
    )
    {
        var channels = new List<INotificationChannel>();
        void Lacks(string channel, string what) =>
            bag.Report(
                ReminderDiagnostics.NoChannel,
                SourceLocation.OfFile(SourceText.Missing(ExceptionProcess.Path)),
                $"{channel} is configured, but {what}"
            );
        if (settings.Mail is { } mail)
        {
            if (AmiGovernance.Cli.Shell.Channels.Mail(context, mail, out var missing) is { } channel)
                channels.Add(channel);
            else
                Lacks("`mail` with a user", missing);
        }
        if (settings.ChatWebhook)
        {
            if (AmiGovernance.Cli.Shell.Channels.Chat(context, out var missing) is { } channel)
                channels.Add(channel);
            else
                Lacks("`chat_webhook`", missing);
        }
        if (settings.Issues is { } issues)
        {
            var host = context.Git?.RemoteUrl(remote) is { } address
                ? CodeHosts.Of(address, context.Http, context.Environment, issues.Project)
                : null;
            if (host is { HasToken: true })
                channels.Add(new IssueChannel(host));
            else
                Lacks(
                    "`issues`",
                    host is null
                        ? $"the remote `{remote}` is neither GitHub nor GitLab"
                        : $"{host.TokenVariable} holds no token"
                );
        }
        if (settings.TopicArn is { } topic && sns is not null)
            channels.Add(new TopicChannel(sns, topic));
        return bag.HasErrors ? null : channels.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }
}
