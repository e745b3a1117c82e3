using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Notifications;

/// <summary>
/// Sends, and sends again where that may help. A way that does not answer is tried for one message only: all others of the run would wait
/// as long for the same.
/// </summary>
public sealed class Delivery(TimeProvider time)
{
    private static readonly ImmutableArray<TimeSpan> Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    private readonly HashSet<INotificationChannel> silent = [];

    /// <summary>Null when it was taken, else why not.</summary>
    public async Task<string?> Try(INotificationChannel channel, Notification notification, CancellationToken cancel)
    {
        if (silent.Contains(channel))
            return "not tried, for an earlier one had no answer";
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await channel.Send(notification, cancel);
                return null;
            }
            catch (NotificationException e) when (!e.IsTransient || e.TimedOut || attempt == Pauses.Length)
            {
                if (e.TimedOut || e.IsUnreachable)
                    silent.Add(channel);
                return e.Message;
            }
            catch (NotificationException)
            {
                await Task.Delay(Pauses[attempt], time, cancel);
            }
            // An address or a text that nothing can be made of stops this message, and none after it.
            catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
            {
                return $"it cannot be written: {e.Message}";
            }
        }
    }
}
