using System.Buffers;
using System.Text;
using System.Text.Json;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;

namespace AmiGovernance.Core.Features.Notifications;

/// <summary>
/// What Slack's incoming webhooks take, answered by 200 (docs.slack.dev, "Sending messages using incoming webhooks"). Slack shows the
/// `blocks`; `text` is what its notifications say, and all that chats know which follow its webhooks. The address is the secret, so no
/// message names it.
/// </summary>
public sealed class ChatChannel(IHttp http, Uri webhook) : INotificationChannel
{
    /// <summary>In bytes.</summary>
    private const int LongestReason = 40;

    private static readonly SearchValues<byte> ReasonBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_"u8);

    public string Name => "chat";

    public async Task Send(Notification notification, CancellationToken cancel)
    {
        var body = JsonText.Write(
            indented: false,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("text", Text(notification));
                writer.WriteStartArray("blocks");
                foreach (var section in SlackSections.Of(notification))
                    WriteSection(writer, section);
                writer.WriteEndArray();
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

    private static SlackText Text(Notification notification) =>
        SlackText.Of($"*{notification.Subject.ToString()}*\n{SlackText.Lines(notification.Body)}");

    /// <summary>
    /// `verbatim` keeps bare addresses, names of channels and mentions from becoming links (docs.slack.dev, "Formatting message text",
    /// "Disabling automatic parsing").
    /// </summary>
    private static void WriteSection(Utf8JsonWriter writer, SlackText section)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "section");
        writer.WriteStartObject("text");
        writer.WriteString("type", "mrkdwn");
        writer.WriteString("text", section);
        writer.WriteBoolean("verbatim", true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static NotificationException Refused(HttpAnswer answer) =>
        new($"the webhook answers {answer.Status}{Reason(answer.Body.Span)}", answer.Status is 429 or >= 500);

    /// <summary>
    /// Slack says why in a word such as `no_service`. Whatever else a server writes may hold the address that it was asked for.
    /// </summary>
    private static string Reason(ReadOnlySpan<byte> body) =>
        body.Length is > 0 and <= LongestReason && !body.ContainsAnyExcept(ReasonBytes)
            ? $": {Encoding.ASCII.GetString(body)}"
            : "";
}
