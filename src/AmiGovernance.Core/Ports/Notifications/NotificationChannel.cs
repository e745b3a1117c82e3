namespace AmiGovernance.Core.Ports.Notifications;

/// <summary>A text for one recipient.</summary>
/// <param name="Id">The same for the same message, so that a mail that was sent twice after all is shown once.</param>
/// <param name="To">A mail address, an issue's number, or empty where a channel has one recipient only.</param>
public sealed record Notification(string Id, string To, string Subject, string Body);

/// <summary>A message was not taken.</summary>
/// <param name="isTransient">Whether it may be taken a little later.</param>
public sealed class NotificationException(string message, bool isTransient, Exception? inner = null)
    : Exception(message, inner)
{
    public bool IsTransient { get; } = isTransient;
}

/// <summary>A way to tell people something. Sending throws <see cref="NotificationException"/>.</summary>
public interface INotificationChannel
{
    /// <summary>`mail`, `chat`, `issue` or `sns`; part of the record of what was sent.</summary>
    string Name { get; }

    Task Send(Notification notification, CancellationToken cancel);
}
