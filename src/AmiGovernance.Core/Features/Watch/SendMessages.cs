using System.Collections.Immutable;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>Sends what is in the outbox. What no channel takes stays there for the next look.</summary>
internal sealed class SendMessages(ImmutableDictionary<string, INotificationChannel> channels, TimeProvider time)
{
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
                continue;
            if (await delivery.Try(channel, Notification(message), cancel) is not null)
                continue;
            sent++;
            await memory.Save(memory.State with { Outbox = memory.State.Outbox.Remove(message) }, cancel);
        }
        return sent;
    }

    private static Notification Notification(QueuedMessage message) =>
        new(message.Id, message.To, PlainText.Value(message.Subject), PlainText.Lines(message.Body));
}
