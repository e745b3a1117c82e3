namespace AmiGovernance.Core.Ports.Notifications;

/// <summary>Hands a mail to a server. Throws <see cref="NotificationException"/>.</summary>
public interface IMailer
{
    /// <param name="password">Null when there is none.</param>
    Task Send(MailSettings server, string? password, Notification mail, CancellationToken cancel);
}
