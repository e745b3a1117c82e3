using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Reminders;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>A reminder for one recipient over one channel.</summary>
public sealed record PlannedReminder(ReminderKey Key, Notification Notification);

/// <summary>What is due and was not sent yet.</summary>
/// <param name="SentBefore">How many were sent by earlier runs.</param>
public sealed record ReminderPlan(ImmutableArray<PlannedReminder> Due, int SentBefore);

/// <summary>Tells which reminders are due.</summary>
/// <param name="files">The working folder.</param>
/// <param name="git">Null where there is no repository to ask.</param>
public sealed class PlanReminders(IFileStore files, ICommitReader? git)
{
    /// <summary>Where reminders are sent to; null with a report when that cannot be read.</summary>
    /// <param name="bag">Takes why not.</param>
    public ReminderSettings? Settings(DiagnosticBag bag) => ExceptionSources.ReadProcess(files, bag)?.Reminders;

    /// <summary>Null with a report when it cannot be told.</summary>
    /// <param name="configPath">The configuration's.</param>
    /// <param name="asOf">The day to look at, in UTC.</param>
    /// <param name="bag">Takes why not, and what is wrong with the requests.</param>
    public ReminderPlan? Run(string configPath, DateOnly asOf, DiagnosticBag bag)
    {
        if (
            ExceptionSources.Read(configPath, files, RequestHistory.TryRead(git, bag), bag) is not { } sources
            || Template(sources.Process.Reminders, bag) is not { } text
            || SentReminders.Read(files, bag) is not { } log
        )
            return null;
        if (!sources.Process.Reminders.HasChannel)
        {
            bag.Report(
                ReminderDiagnostics.NoChannel,
                SourceLocation.OfFile(SourceText.Missing(ExceptionProcess.Path)),
                "no channel is configured",
                "`reminders` says where to send them: `mail`, `chat_webhook`, `issues`, `topic_arn`"
            );
            return null;
        }

        var recipients = new ReminderRecipients(sources, bag);
        var due = sources
            .Config.Exceptions.Select(e => DueReminder.Of(e, sources.Process.Reminders.DaysBefore, asOf))
            .OfType<DueReminder>()
            .Select(reminder => reminder with { Request = recipients.StatusOf(reminder.Exception) })
            .SelectMany(reminder => Planned(reminder, text.Fill(reminder, sources.Config.Contacts), recipients))
            .ToLookup(planned => log.Sent.Contains(planned.Key));
        return new ReminderPlan([.. due[false]], due[true].Count());
    }

    private ReminderText? Template(ReminderSettings settings, DiagnosticBag bag)
    {
        var source = settings.Template is { } path
            ? files.Read(path, bag)
            : SourceText.FromString("built-in template", ReminderTemplate.BuiltIn);
        return source is null ? null : ReminderText.Parse(source, bag);
    }

    private static IEnumerable<PlannedReminder> Planned(
        DueReminder reminder,
        (PlainText Subject, PlainText Body) text,
        ReminderRecipients recipients
    )
    {
        var (exception, end) = (reminder.Exception, reminder.End);
        foreach (var (channel, to) in recipients.Of(exception))
        {
            var ticket = exception.Ticket ?? "";
            var key = new ReminderKey(ticket, exception.AccountId, end, reminder.DaysBefore, channel, to);
            yield return new PlannedReminder(key, new Notification(key.Digest, to, text.Subject, text.Body));
        }
    }
}
