using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>Keeps the mails that were sent.</summary>
internal sealed class MailBox : INotificationChannel
{
    public List<Notification> All { get; } = [];

    public string Name => "mail";

    /// <summary>Why no mail is taken; null where all are.</summary>
    public string? Refuses { get; set; }

    public Task Send(Notification notification, CancellationToken cancel)
    {
        if (Refuses is { } reason)
            throw new NotificationException(reason, isTransient: false);
        All.Add(notification);
        return Task.CompletedTask;
    }
}
