namespace AmiGovernance.Core.Base.Text;

/// <summary>
/// Commands within a sentence, for people to copy. They stand in backticks as Markdown has them (CommonMark 0.31.2, 6.1, "Code spans"), so
/// that a backtick in a value is shown wherever the sentence is.
/// </summary>
public static class SuggestedCommand
{
    /// <summary>Such as `Of($"git switch {branch}")`: each value is one word.</summary>
    public static string Of(EscapedBuilder<ShellFormat> command) => Span(command.ToString());

    public static string Of(ShellText command) => Span(command);

    private static string Span(string text)
    {
        var fence = MarkdownFormat.Fence(text);
        return fence.Length == 1 ? $"`{text}`" : $"{fence} {text} {fence}";
    }
}
