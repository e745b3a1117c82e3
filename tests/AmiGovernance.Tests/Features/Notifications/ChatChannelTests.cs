using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Features.Notifications;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Notifications;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.Tests.Features.Notifications;

/// <summary>docs.slack.dev, "Formatting message text", "Text object".</summary>
public sealed partial class ChatChannelTests
{
    private static async Task<JsonElement> Sent(PlainText subject, PlainText body)
    {
        var webhook = new Webhook(_ => new HttpAnswer(200, default));
        await new ChatChannel(webhook, new Uri("https://chat.company.com/hook")).Send(
            new Notification("id", "", subject, body),
            TestContext.Current.CancellationToken
        );
        using var document = JsonDocument.Parse(Assert.Single(webhook.Calls).Body!.Value);
        return document.RootElement.Clone();
    }

    private static List<string> Sections(JsonElement message) =>
        [
            .. message
                .GetProperty("blocks")
                .EnumerateArray()
                .Select(block => block.GetProperty("text").GetProperty("text").GetString()!),
        ];

    [Fact]
    public async Task Bare_addresses_and_names_are_not_turned_into_links()
    {
        var message = await Sent(PlainText.Value("a < b"), PlainText.Lines("see https://evil.example #general\n"));
        var block = Assert.Single(message.GetProperty("blocks").EnumerateArray());
        Assert.Equal("section", block.GetProperty("type").GetString());
        var text = block.GetProperty("text");
        Assert.Equal("mrkdwn", text.GetProperty("type").GetString());
        Assert.True(text.GetProperty("verbatim").GetBoolean());
        Assert.Equal("*a &lt; b*\nsee https://evil.example #general\n", text.GetProperty("text").GetString());
    }

    [Fact]
    public async Task No_text_of_a_stranger_begins_a_mention_a_link_or_a_line()
    {
        foreach (var text in HostileTexts.All.Append("<!channel> <@U012AB3CD> <https://evil.example|x> &lt;!here&gt;"))
        {
            var message = await Sent(PlainText.Value(text), PlainText.Of($"  {text}\n"));
            var shown = Sections(message).Append(message.GetProperty("text").GetString()!);
            foreach (var part in shown)
            {
                Assert.DoesNotMatch(Control(), part);
                Assert.Null(Harmless.OfText(part));
            }
        }
    }

    /// <summary>
    /// docs.slack.dev, "Handling errors" of incoming webhooks; an answer of a proxy may hold the address, which is the secret.
    /// </summary>
    [Theory]
    [InlineData("no_service", "the webhook answers 404: no_service")]
    [InlineData("The requested URL /services/T0/B0/secret was not found", "the webhook answers 404")]
    [InlineData("/hook", "the webhook answers 404")]
    [InlineData("", "the webhook answers 404")]
    public async Task A_refusal_is_told_by_its_word_alone(string body, string expected)
    {
        var webhook = new Webhook(_ => new HttpAnswer(404, Encoding.UTF8.GetBytes(body)));
        var refused = await Assert.ThrowsAsync<NotificationException>(() =>
            new ChatChannel(webhook, new Uri("https://chat.company.com/hook")).Send(
                new Notification("id", "", PlainText.Of($"s"), PlainText.Of($"b")),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(expected, refused.Message);
    }

    [Theory]
    [InlineData(60, 40)]
    [InlineData(1, 20_000)]
    [InlineData(2_000, 60)]
    public async Task A_long_message_is_broken_into_parts_that_Slack_takes(int lines, int length)
    {
        var line = string.Concat(Enumerable.Repeat("😀&", length / 3));
        var message = await Sent(
            PlainText.Value("s"),
            PlainText.Lines(string.Join('\n', Enumerable.Repeat(line, lines)))
        );
        var sections = Sections(message);
        Assert.All(sections, s => Assert.InRange(s.Length, 1, 3000));
        Assert.InRange(sections.Sum(s => s.Length), 1, 12_100);
        Assert.All(sections, s => Assert.DoesNotContain("\\u{D8", s, StringComparison.Ordinal));
        var all = string.Concat(sections).Replace("\n", "", StringComparison.Ordinal);
        var isCut = all.EndsWith("(cut: Slack takes no more)", StringComparison.Ordinal);
        Assert.Equal(lines * line.Length > 10_000, isCut);
        if (!isCut)
            Assert.Equal(
                $"*s*{string.Concat(Enumerable.Repeat(line, lines)).Replace("&", "&amp;", StringComparison.Ordinal)}",
                all
            );
    }

    /// <summary>What Slack gives a meaning, other than as an entity.</summary>
    [GeneratedRegex("[<>]|&(?!amp;|lt;|gt;)")]
    private static partial Regex Control();
}
