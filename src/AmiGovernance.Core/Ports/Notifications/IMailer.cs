namespace AmiGovernance.Core.Ports.Notifications;

/// <summary>Hands mails to a server.</summary>
public interface IMailer
{
    /// <summary>Returns once the server took the mail. Throws <see cref="NotificationException"/> when it does not.</summary>
    /// <param name="server">Which server, and how.</param>
    /// <param name="password">Null when there is none.</param>
    /// <param name="mail">Its recipient is a mail address.</param>
    /// <param name="cancel">Throws <see cref="OperationCanceledException"/>.</param>
    Task Send(MailSettings server, string? password, Notification mail, CancellationToken cancel);
}
