using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Reminders;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>What a run did.</summary>
/// <param name="SentBefore">How many were sent by earlier runs.</param>
/// <param name="Failed">With the reason; the next run tries again.</param>
public sealed record RemindResult(
    ImmutableArray<PlannedReminder> Sent,
    int SentBefore,
    ImmutableArray<(PlannedReminder Reminder, string Reason)> Failed
);

/// <summary>
/// Reminds of exceptions that end. Each reminder is recorded as soon as it was taken, so a run that is killed sends at most that one
/// again; what was not taken is tried again, in this run and in the next.
/// </summary>
/// <param name="files">The working folder.</param>
/// <param name="time">Says when a reminder was sent, and waits between attempts.</param>
public sealed class SendReminders(IFileStore files, TimeProvider time)
{
    /// <summary>Sends what is due, as far as it can be recorded.</summary>
    /// <param name="plan">What is due.</param>
    /// <param name="channels">By their names; every channel of the plan is among them.</param>
    /// <param name="bag">Takes what was not sent.</param>
    /// <param name="cancel">Throws <see cref="OperationCanceledException"/>.</param>
    public async Task<RemindResult> Run(
        ReminderPlan plan,
        IReadOnlyDictionary<string, INotificationChannel> channels,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        var sent = ImmutableArray.CreateBuilder<PlannedReminder>();
        var failed = ImmutableArray.CreateBuilder<(PlannedReminder Reminder, string Reason)>();
        RemindResult Result() => new(sent.ToImmutable(), plan.SentBefore, failed.ToImmutable());

        var delivery = new Delivery(time);
        foreach (var reminder in plan.Due)
        {
            var channel = channels[reminder.Key.Channel];
            if (await delivery.Try(channel, reminder.Notification, cancel) is { } reason)
            {
                failed.Add((reminder, reason));
                continue;
            }
            // What cannot be recorded would be sent again and again.
            if (!SentReminders.Add(new SentReminder(reminder.Key, time.Now()), files, bag))
                return Result();
            sent.Add(reminder);
        }
        foreach (var (reminder, reason) in failed)
            ReportNotSent(reminder.Key, reason, bag);
        return Result();
    }

    private static void ReportNotSent(ReminderKey key, string reason, DiagnosticBag bag)
    {
        var to = key.To.Length > 0 ? $" to {key.To}" : "";
        bag.Report(
            ReminderDiagnostics.NotSent,
            SourceLocation.OfFile(SourceText.Missing(key.Channel)),
            $"the reminder of {key.Ticket}{to} was not sent: {reason}",
            "the next run tries again"
        );
    }
}
