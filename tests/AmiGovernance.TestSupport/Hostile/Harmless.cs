using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AmiGovernance.Core.Base.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Markdig;
using Markdig.Extensions.EmphasisExtras;

namespace AmiGovernance.TestSupport.Hostile;

/// <summary>Holds that nothing of what is shown in a format is alive. Each answers what is, or null.</summary>
internal static partial class Harmless
{
    private static readonly MarkdownPipeline GitHub = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoLinks()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseTaskLists()
        .UseFootnotes()
        .UseMathematics()
        .UseEmojiAndSmiley(enableSmileys: false)
        .Build();

    /// <summary>What our own Markdown uses.</summary>
    private static readonly HashSet<string> OwnElements = new(
        "html head body p h1 h2 h3 ul ol li code pre strong em br table thead tbody tr th td input hr del".Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    public static IReadOnlyList<string> Formats { get; } =
    ["text", "markdown", "csv", "json", "sarif", "gitlab-codequality", "junit", "html"];

    public static string? Problem(string format, string text) =>
        OfText(text)
        ?? format switch
        {
            "markdown" => OfMarkdown(text),
            "csv" => OfCsv(text),
            "json" or "sarif" or "gitlab-codequality" => OfJson(text),
            "junit" => OfXml(text),
            "html" => HarmlessHtml.Problem(text),
            _ => null,
        };

    /// <summary>On a terminal or in a log.</summary>
    public static string? OfText(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value is not ('\n' or '\t') && Sanitize.IsUnsafe(rune))
                return $"the character U+{rune.Value:X4}";
        return text.Split('\n').FirstOrDefault(l => Forged().IsMatch(l)) is { } line ? $"the line `{line}`" : null;
    }

    public static string? OfMarkdown(string text)
    {
        var html = Markdown.ToHtml(text, GitHub);
        var body = new HtmlParser().ParseDocument(html).Body!;
        if (body.QuerySelectorAll("*").FirstOrDefault(e => !OwnElements.Contains(e.LocalName)) is { } element)
            return $"the element {element.OuterHtml}";
        if (body.QuerySelectorAll("*").FirstOrDefault(e => e.Attributes.Any(a => !IsOwn(a))) is { } attributed)
            return $"an attribute of {attributed.OuterHtml}";
        // GitHub and GitLab look for links and mentions in what is shown outside of code.
        return
            body.Descendants<IText>()
                .Where(t => t.ParentElement!.Closest("code, pre") is null)
                .Select(t => Live().Match(t.Data))
                .FirstOrDefault(m => m.Success)
                is { } live
            ? $"`{live.Value}` outside of code"
            : null;
    }

    private static bool IsOwn(IAttr attribute) =>
        attribute.Name is "class" or "type" or "disabled" or "checked" or "start" or "style" or "data-line";

    public static string? OfCsv(string text)
    {
        using var reader = new StringReader(text);
        while (Csv.ReadRecord(reader) is { } cells)
            if (cells.Find(c => c.Length > 0 && c[0] is '=' or '+' or '-' or '@' or '\t' or '\r') is { } formula)
                return $"the cell `{formula}`";
        return null;
    }

    /// <summary>Of one document, or of one in each line.</summary>
    public static string? OfJson(string text)
    {
        if (!Ascii.IsValid(text))
            return "a character that is not ASCII";
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.TryGetProperty("runs", out var runs) ? OfSarif(runs) : null;
        }
        catch (JsonException e)
        {
            return $"no JSON: {e.Message}";
        }
        catch (InvalidOperationException)
        {
            // A list has no properties.
            return null;
        }
    }

    /// <summary>Messages of SARIF may hold links (SARIF 2.1.0, 3.11.6); what a file holds (3.3, "artifactContent") may not.</summary>
    private static string? OfSarif(JsonElement node) =>
        node.ValueKind switch
        {
            JsonValueKind.Array => node.EnumerateArray().Select(OfSarif).FirstOrDefault(p => p is not null),
            JsonValueKind.Object => node.EnumerateObject()
                .Where(m => m.Name is not ("insertedContent" or "snippet"))
                .Select(m => m.Name == "text" ? OfMessage(m.Value) : OfSarif(m.Value))
                .FirstOrDefault(p => p is not null),
            _ => null,
        };

    private static string? OfMessage(JsonElement text) =>
        SarifLink().IsMatch(text.GetString()!) ? $"a link in the message {text}" : null;

    public static string? OfXml(string text)
    {
        try
        {
            XDocument.Parse(text);
            return null;
        }
        catch (System.Xml.XmlException e)
        {
            return $"no XML: {e.Message}";
        }
    }

    [GeneratedRegex("^(FORGED|::(?!(error|warning|notice) file=[^:,]*,line=[0-9]+,))")]
    private static partial Regex Forged();

    [GeneratedRegex(
        @"://|www\.|mailto:|(^|[^\w`])@\w|[\w.+-]+@[\w-]+\.\w|#\d|\bgh-\d|(^|\s)[!&]\d|(^|\s)[~%]\w|\$[^$]+\$|:octocat:",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Live();

    [GeneratedRegex(@"\[(?:[^\\\]]|\\.)*\](?<!\\\])\(")]
    private static partial Regex SarifLink();
}
