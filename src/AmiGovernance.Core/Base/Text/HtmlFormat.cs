using System.Net;

namespace AmiGovernance.Core.Base.Text;

/// <summary>Text and quoted attributes of HTML and SVG.</summary>
public sealed class HtmlFormat : ITextFormat
{
    private HtmlFormat() { }

    public static string Escape(string text) => WebUtility.HtmlEncode(Sanitize.Text(text));
}
