namespace AmiGovernance.Core.Ports.Notifications;

/// <summary>A message was not taken.</summary>
/// <param name="isTransient">Whether it may be taken a little later.</param>
public sealed class NotificationException(string message, bool isTransient, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>What a way to people may take for one message, connection and answer together.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public bool IsTransient { get; } = isTransient;

    /// <summary>Whether nobody was there to answer.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>Whether <see cref="Patience"/> was at its end: asking again would take as long.</summary>
    public bool TimedOut { get; init; }
}
