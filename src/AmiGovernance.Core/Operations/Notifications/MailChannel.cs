using AmiGovernance.Core.Exceptions.Process;

namespace AmiGovernance.Core.Operations.Notifications;

/// <summary>Hands a mail to a server. Throws <see cref="NotificationException"/>.</summary>
public interface IMailer
{
    /// <param name="password">Null when there is none.</param>
    Task Send(MailSettings server, string? password, Notification mail, CancellationToken cancel);
}

public sealed class MailChannel(IMailer mailer, MailSettings settings, string? password) : INotificationChannel
{
    public string Name => "mail";

    public Task Send(Notification notification, CancellationToken cancel) =>
        mailer.Send(settings, password, notification, cancel);
}
