using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Notifications;

/// <summary>
/// What Slack's incoming webhooks take, and chats that follow them: `{"text": …}`, answered by 200 (docs.slack.dev, "Sending messages
/// using incoming webhooks"). The address is the secret, so no message names it.
/// </summary>
public sealed class ChatChannel(IHttp http, Uri webhook) : INotificationChannel
{
    /// <summary>In bytes.</summary>
    private const int ShownOfAnswer = 200;

    public string Name => "chat";

    public async Task Send(Notification notification, CancellationToken cancel)
    {
        var body = JsonText.Write(
            indented: false,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("text", $"*{Escape(notification.Subject)}*\n{Escape(notification.Body)}");
                writer.WriteEndObject();
            }
        );
        try
        {
            var call = new HttpCall("POST", webhook, [("User-Agent", "amigov")], body)
            {
                Limit = NotificationException.Patience,
            };
            var answer = await http.Send(call, cancel);
            if (!answer.IsSuccess)
                throw Refused(answer);
        }
        catch (HttpFailureException e)
        {
            throw new NotificationException("the webhook does not answer", isTransient: true)
            {
                IsUnreachable = true,
                TimedOut = e.TimedOut,
            };
        }
    }

    private static NotificationException Refused(HttpAnswer answer)
    {
        var start = answer.Body.Span[..Math.Min(answer.Body.Length, ShownOfAnswer)];
        return new NotificationException(
            $"the webhook answers {answer.Status}: {JsonText.ToText(start)}",
            isTransient: answer.Status is 429 or >= 500
        );
    }

    /// <summary>
    /// The three characters that Slack gives a meaning (docs.slack.dev, "Formatting message text"); unescaped, `&lt;!channel&gt;` calls
    /// everybody.
    /// </summary>
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}
