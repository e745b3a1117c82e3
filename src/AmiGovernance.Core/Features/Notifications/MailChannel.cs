using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Notifications;

/// <summary>Mails, each to one address.</summary>
/// <param name="password">Null when there is none.</param>
public sealed class MailChannel(IMailer mailer, MailSettings settings, string? password) : INotificationChannel
{
    public string Name => "mail";

    public Task Send(Notification notification, CancellationToken cancel) =>
        mailer.Send(settings, password, notification, cancel);
}
