namespace AmiGovernance.Core.Ports.Notifications;

/// <summary>A message was not taken.</summary>
/// <param name="isTransient">Whether it may be taken a little later.</param>
public sealed class NotificationException(string message, bool isTransient, Exception? inner = null)
    : Exception(message, inner)
{
    public bool IsTransient { get; } = isTransient;
}
