using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Reminders;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Exceptions;

/// <summary>A reminder for one recipient over one channel.</summary>
public sealed record PlannedReminder(ReminderKey Key, Notification Notification);

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
public sealed class SendReminders(IFileStore files, IGit? git, TimeProvider time)
{
    /// <summary>Null with a report when they cannot be read.</summary>
    public ReminderSettings? Settings(DiagnosticBag bag) => ExceptionSources.ReadProcess(files, bag)?.Reminders;

    /// <summary>What is due and was not sent yet; null with a report when that cannot be told.</summary>
    public (ImmutableArray<PlannedReminder> Due, int SentBefore)? Plan(
        string configPath,
        DateOnly asOf,
        DiagnosticBag bag
    )
    {
        if (
            ExceptionSources.Read(configPath, files, RequestHistory.TryRead(git, bag), bag) is not { } sources
            || Template(sources.Process.Reminders, bag) is not { } text
            || ReadLog(bag) is not { } log
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
        var due = sources
            .Config.Exceptions.Select(e => DueReminder.Of(e, sources.Process.Reminders.DaysBefore, asOf))
            .OfType<DueReminder>()
            .SelectMany(reminder => Planned(reminder, sources, text, bag))
            .ToList();
        return ([.. due.Where(p => !log.Sent.Contains(p.Key))], due.Count(p => log.Sent.Contains(p.Key)));
    }

    public async Task<RemindResult?> Run(
        string configPath,
        DateOnly asOf,
        IReadOnlyDictionary<string, INotificationChannel> channels,
        DiagnosticBag bag,
        CancellationToken cancel
    )
    {
        if (Plan(configPath, asOf, bag) is not var (due, before))
            return null;
        var (sent, failed) = (
            ImmutableArray.CreateBuilder<PlannedReminder>(),
            ImmutableArray.CreateBuilder<(PlannedReminder, string)>()
        );
        foreach (var reminder in due)
        {
            if (await Delivery.Try(channels[reminder.Key.Channel], reminder.Notification, time, cancel) is { } reason)
                failed.Add((reminder, reason));
            else if (Record(reminder.Key, bag))
                sent.Add(reminder);
            // What cannot be recorded would be sent again and again.
            else
                return new RemindResult(sent.ToImmutable(), before, failed.ToImmutable());
        }
        foreach (var (reminder, reason) in failed)
            bag.Report(
                ReminderDiagnostics.NotSent,
                SourceLocation.OfFile(SourceText.Missing(reminder.Key.Channel)),
                $"the reminder of {reminder.Key.Ticket}{(reminder.Key.To.Length > 0 ? $" to {reminder.Key.To}" : "")} was not sent: {reason}",
                "the next run tries again"
            );
        return new RemindResult(sent.ToImmutable(), before, failed.ToImmutable());
    }

    private bool Record(ReminderKey key, DiagnosticBag bag) =>
        ReadLog(bag) is { } log
        && files.Append(ReminderLog.Path, log.Length, new SentReminder(key, time.Now()).ToLine(), bag);

    private ReminderLog? ReadLog(DiagnosticBag bag)
    {
        if (!files.Exists(ReminderLog.Path))
            return ReminderLog.Empty;
        var own = new DiagnosticBag();
        var log = files.Read(ReminderLog.Path, own) is { } source ? ReminderLog.Read(source, own) : null;
        bag.AddRange(own.ToSorted());
        return log;
    }

    private ReminderText? Template(ReminderSettings settings, DiagnosticBag bag) =>
        settings.Template is not { } path
            ? ReminderText.Parse(SourceText.FromString("built-in template", ReminderText.BuiltIn), bag)
        : files.Read(path, bag) is { } source ? ReminderText.Parse(source, bag)
        : null;

    private IEnumerable<PlannedReminder> Planned(
        DueReminder reminder,
        ExceptionSources sources,
        ReminderText text,
        DiagnosticBag bag
    )
    {
        var (subject, body) = text.Fill(reminder, sources.Config.Contacts);
        var ticket = reminder.Exception.Ticket ?? "";
        foreach (var (channel, to) in Recipients(reminder, sources, bag))
        {
            var key = new ReminderKey(
                ticket,
                reminder.Exception.AccountId,
                reminder.End,
                reminder.DaysBefore,
                channel,
                to
            );
            var id = ContentDigest.Of(writer =>
                writer.WriteStringValue(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{key.Ticket}|{key.Account}|{key.End.Text()}|{key.DaysBefore}|{key.Channel}|{key.To}"
                    )
                )
            );
            yield return new PlannedReminder(key, new Notification(id, to, subject, body));
        }
    }

    private IEnumerable<(string Channel, string To)> Recipients(
        DueReminder reminder,
        ExceptionSources sources,
        DiagnosticBag bag
    )
    {
        var settings = sources.Process.Reminders;
        if (settings.Mail is not null)
            foreach (var address in Addresses(reminder.Exception, sources, bag))
                yield return ("mail", address);
        if (settings.ChatWebhook)
            yield return ("chat", "");
        if (settings.TopicArn is not null)
            yield return ("sns", "");
        if (
            settings.Issues is { } issues
            && reminder.Exception.Ticket is { } ticket
            && ticket.StartsWith(issues.TicketPrefix, StringComparison.Ordinal)
            && ticket[issues.TicketPrefix.Length..] is { Length: > 0 } number
            && number.All(char.IsAsciiDigit)
        )
            yield return ("issue", number);
    }

    /// <summary>Requester, technical contact, approvers, platform team; each address once.</summary>
    private IEnumerable<string> Addresses(ExceptionAccount exception, ExceptionSources sources, DiagnosticBag bag)
    {
        var found = new List<string>();
        if (
            exception.Ticket is { } ticket
            && RequestFiles.Tickets(files).Contains(ticket)
            && RequestFiles.Read(ticket, files, sources.Config.ExceptionTypes.Values, bag) is { } asked
        )
        {
            found.AddRange([
                asked.Request.Requester.Email,
                asked.Request.TechnicalContact,
                .. asked.Extensions.Select(e => e.Extension.Requester.Email),
            ]);
            found.AddRange(
                sources
                    .Judge(asked, git, new DiagnosticBag())
                    .Parts.SelectMany(p => p.Approvals)
                    .Select(a => a.Record.By.Email)
            );
        }
        else if (exception.RequestedBy is { } team)
            found.Add(team);
        found.AddRange(
            (sources.Approvers?.Members("platform_team") ?? []).Select(p => p.Emails.FirstOrDefault() ?? "")
        );
        found.AddRange(
            sources
                .Config.Contacts.Where(c => c.Purpose.Contains("exception", StringComparison.OrdinalIgnoreCase))
                .Select(c => c.Address)
        );
        return found.Where(MailAddress.IsValid).Distinct(StringComparer.OrdinalIgnoreCase);
    }
}
