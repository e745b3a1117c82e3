namespace AmiGovernance.Core.Base.Text;

/// <summary>
/// Slack's `mrkdwn`, in which three characters have an escape; unescaped, `&lt;!channel&gt;` calls everybody
/// (docs.slack.dev/messaging/formatting-message-text, "Escaping text"). Bare addresses have none: a field beside the text keeps them from
/// linking. Neither have `*`, `_`, `~` and backticks, which change only how words look.
/// </summary>
public sealed class SlackFormat : ITextFormat
{
    private SlackFormat() { }

    public static string Escape(string text) =>
        Sanitize
            .Text(text)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
}
