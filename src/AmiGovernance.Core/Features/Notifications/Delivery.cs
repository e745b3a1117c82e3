using System.Collections.Immutable;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Notifications;

/// <summary>Sends, and sends again where that may help.</summary>
public static class Delivery
{
    private static readonly ImmutableArray<TimeSpan> Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    /// <summary>Null when it was taken, else why not.</summary>
    public static async Task<string?> Try(
        INotificationChannel channel,
        Notification notification,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await channel.Send(notification, cancel);
                return null;
            }
            catch (NotificationException e) when (!e.IsTransient || attempt == Pauses.Length)
            {
                return e.Message;
            }
            catch (NotificationException)
            {
                await Task.Delay(Pauses[attempt], time, cancel);
            }
        }
    }
}
