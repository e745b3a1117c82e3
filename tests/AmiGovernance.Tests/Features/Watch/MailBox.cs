using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>Keeps the mails that were sent.</summary>
internal sealed class MailBox : INotificationChannel
{
    public List<Notification> All { get; } = [];

    public string Name => "mail";

    public Task Send(Notification notification, CancellationToken cancel)
    {
        All.Add(notification);
        return Task.CompletedTask;
    }
}
