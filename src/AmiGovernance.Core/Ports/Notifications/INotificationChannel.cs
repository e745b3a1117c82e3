namespace AmiGovernance.Core.Ports.Notifications;

/// <summary>A way to tell people something.</summary>
public interface INotificationChannel
{
    /// <summary>`mail`, `chat`, `issue` or `sns`; part of the record of what was sent.</summary>
    string Name { get; }

    /// <summary>Returns once the message was taken. Throws <see cref="NotificationException"/> when it was not.</summary>
    /// <param name="notification">With a recipient of the kind that the channel has.</param>
    /// <param name="cancel">Throws <see cref="OperationCanceledException"/>.</param>
    Task Send(Notification notification, CancellationToken cancel);
}
