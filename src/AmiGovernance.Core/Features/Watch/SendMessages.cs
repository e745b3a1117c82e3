using System.Collections.Immutable;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>
/// Sends what is in the outbox. What no channel takes stays there for the next look, for a week: what is still wrong then was told again
/// since. So does what is for a channel that is no longer configured, in case that is a mistake.
/// </summary>
internal sealed class SendMessages(ImmutableDictionary<string, INotificationChannel> channels, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>How many were sent, and those that a channel did not take.</summary>
    /// <param name="memory">Holds the outbox; it is kept after each message, so that none is sent twice.</param>
    /// <param name="cancel">Throws <see cref="OperationCanceledException"/>.</param>
    public async Task<(int Sent, ImmutableArray<RefusedMessage> Refused)> Run(
        WatchMemory memory,
        CancellationToken cancel
    )
    {
        var delivery = new Delivery(time);
        var sent = 0;
        var refused = ImmutableArray.CreateBuilder<RefusedMessage>();
        foreach (var message in memory.State.Outbox)
        {
            var channel = channels.GetValueOrDefault(message.Channel);
            var reason = channel is null ? null : await delivery.Try(channel, Notification(message), cancel);
            if (channel is not null && reason is null)
                sent++;
            else if (time.GetUtcNow() - message.Since <= Kept)
            {
                if (reason is not null)
                    refused.Add(new RefusedMessage(message.Channel, reason));
                continue;
            }
            await Remove(message, memory, cancel);
        }
        return (sent, refused.ToImmutable());
    }

    private static Task Remove(QueuedMessage message, WatchMemory memory, CancellationToken cancel) =>
        memory.Save(memory.State with { Outbox = memory.State.Outbox.Remove(message) }, cancel);

    private static Notification Notification(QueuedMessage message) =>
        new(message.Id, message.To, PlainText.Value(message.Subject), PlainText.Lines(message.Body));
}

/// <param name="Reason">Why the channel did not take it.</param>
internal readonly record struct RefusedMessage(string Channel, string Reason);
