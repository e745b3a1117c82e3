using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Tests.Features.Notifications;

/// <summary>However many messages there are, a way that does not answer is waited for once.</summary>
public sealed class DeliveryTests
{
    private static readonly Notification Message = new("id", "", PlainText.Value("subject"), PlainText.Value("body"));

    private static async Task<string?[]> Send(Webhook webhook, int messages)
    {
        var channel = new ChatChannel(webhook, new Uri("https://chat.company.com/hook"));
        var delivery = new Delivery(new Amigov.FixedTime(DateTimeOffset.UnixEpoch));
        var answers = new string?[messages];
        for (var i = 0; i < messages; i++)
            answers[i] = await delivery.Try(channel, Message, TestContext.Current.CancellationToken);
        return answers;
    }

    private static HttpFailureException NoAnswer(bool timedOut) =>
        new("no answer", new IOException()) { TimedOut = timedOut };

    [Fact]
    public async Task A_webhook_that_does_not_answer_in_time_is_asked_once()
    {
        var webhook = new Webhook(_ => throw NoAnswer(timedOut: true));
        var answers = await Send(webhook, 5);
        Assert.Equal(
            ["the webhook does not answer", .. Enumerable.Repeat("not tried, for an earlier one had no answer", 4)],
            answers
        );
        Assert.Equal(TimeSpan.FromSeconds(10), Assert.Single(webhook.Calls).Limit);
    }

    [Fact]
    public async Task One_that_cannot_be_reached_is_tried_again_for_the_first_message_only()
    {
        var webhook = new Webhook(_ => throw NoAnswer(timedOut: false));
        var answers = await Send(webhook, 5);
        Assert.All(answers, Assert.NotNull);
        Assert.Equal(3, webhook.Calls.Count);
    }

    [Fact]
    public async Task A_message_that_cannot_be_written_does_not_stop_the_next()
    {
        var webhook = new Webhook(call =>
            call == 1 ? throw new UriFormatException("no") : new HttpAnswer(200, default)
        );
        Assert.Equal(["it cannot be written: no", null], await Send(webhook, 2));
    }

    [Fact]
    public async Task One_that_asks_for_patience_gets_every_message()
    {
        var webhook = new Webhook(call => new HttpAnswer(call % 2 == 1 ? 429 : 200, default));
        Assert.Equal([null, null, null], await Send(webhook, 3));
        Assert.Equal(6, webhook.Calls.Count);
    }
}
