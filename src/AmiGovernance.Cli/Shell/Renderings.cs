using System.Globalization;
using AmiGovernance.Console;
using AmiGovernance.Console.Pages;

namespace AmiGovernance.Cli.Shell;

/// <summary>A report in the formats that its command offers; only those that are asked for are made.</summary>
/// <param name="Text">For people at a terminal.</param>
/// <param name="Markdown">Null when the command does not offer it.</param>
/// <param name="Html">Null when the command does not offer it.</param>
internal sealed record Renderings(
    Func<string> Text,
    Func<string> Json,
    Func<MarkdownText>? Markdown = null,
    Func<Page>? Html = null
)
{
    public string In(OutputFormat format) =>
        format switch
        {
            OutputFormat.Json => Json(),
            OutputFormat.Html when Html is not null => HtmlFile.Render(Html()),
            OutputFormat.Markdown when Markdown is not null => Markdown(),
            _ => Text(),
        };

    /// <summary>Text from a view that writes lines.</summary>
    public static string Lines(Action<TextWriter> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        write(text);
        return text.ToString();
    }
}
