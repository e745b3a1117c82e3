using System.Collections.Immutable;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>
/// Sends what is in the outbox. What no channel takes stays there for the next look; of a channel that is no longer configured for a week,
/// in case that is a mistake.
/// </summary>
internal sealed class SendMessages(ImmutableDictionary<string, INotificationChannel> channels, TimeProvider time)
{
    private static readonly TimeSpan KeptWithoutChannel = TimeSpan.FromDays(7);

    /// <summary>How many were sent.</summary>
    /// <param name="memory">Holds the outbox; it is kept after each message, so that none is sent twice.</param>
    /// <param name="cancel">Throws <see cref="OperationCanceledException"/>.</param>
    public async Task<int> Run(WatchMemory memory, CancellationToken cancel)
    {
        var delivery = new Delivery(time);
        var sent = 0;
        foreach (var message in memory.State.Outbox)
        {
            if (!channels.TryGetValue(message.Channel, out var channel))
            {
                if (time.GetUtcNow() - message.Since > KeptWithoutChannel)
                    await Remove(message, memory, cancel);
                continue;
            }
            if (await delivery.Try(channel, Notification(message), cancel) is not null)
                continue;
            sent++;
            await Remove(message, memory, cancel);
        }
        return sent;
    }

    private static Task Remove(QueuedMessage message, WatchMemory memory, CancellationToken cancel) =>
        memory.Save(memory.State with { Outbox = memory.State.Outbox.Remove(message) }, cancel);

    private static Notification Notification(QueuedMessage message) =>
        new(message.Id, message.To, PlainText.Value(message.Subject), PlainText.Lines(message.Body));
}
