using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace AmiGovernance.TestSupport.Hostile;

/// <summary>
/// A page that stands alone is made of what our templates have and nothing else: the text of others never becomes an element, an
/// attribute or a link. Its policy allows its one style and its one script.
/// </summary>
internal static class HarmlessHtml
{
    private static readonly HashSet<string> Elements = Words(
        "html head meta title style body a svg symbol circle path rect div nav p span ol ul li main header h1 h2 h3 section b dl dt dd"
            + " pre figure figcaption table caption thead tbody tr th td use g line text script code"
    );

    private static readonly HashSet<string> Attributes = Words(
        "lang charset name content http-equiv class href id aria-hidden aria-label aria-labelledby role tabindex scope viewbox width"
            + " height cx cy r d fill stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray x y x1 x2 y1 y2 rx text-anchor"
    );

    private static readonly string Style = Asset("style.css");
    private static readonly string Script = Asset("page.js");

    public static string? Problem(string text)
    {
        var page = new HtmlParser().ParseDocument(text);
        if (page.All.FirstOrDefault(e => !Elements.Contains(e.LocalName)) is { } element)
            return $"the element {element.OuterHtml}";
        foreach (var attribute in page.All.SelectMany(e => e.Attributes))
            if (!Attributes.Contains(attribute.Name.ToLowerInvariant()))
                return $"the attribute {attribute.Name}";
        if (page.All.FirstOrDefault(e => e.HasAttribute("href") && !IsWithin(page, e)) is { } link)
            return $"the link {link.OuterHtml}";
        return OfAssets(page);
    }

    private static bool IsWithin(IParentNode page, IElement link)
    {
        var target = link.GetAttribute("href")!;
        return target.StartsWith('#') && page.QuerySelector($"[id='{target[1..]}']") is not null;
    }

    private static string? OfAssets(IParentNode page)
    {
        if (page.QuerySelectorAll("script").Select(e => e.TextContent).SingleOrDefault() != Script)
            return "another script";
        if (page.QuerySelectorAll("style").Select(e => e.TextContent).SingleOrDefault() != Style)
            return "another style";
        var policy = page.QuerySelectorAll("meta[http-equiv]").Select(e => e.GetAttribute("content")).SingleOrDefault();
        var expected =
            $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'";
        return policy == expected ? null : $"the policy {policy}";
    }

    private static string Hash(string text) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Asset(string name) =>
        File.ReadAllText(RepositoryRoot.File("src", "AmiGovernance.Console", "Assets", name));

    private static HashSet<string> Words(string words) => [.. words.Split(' ')];
}
