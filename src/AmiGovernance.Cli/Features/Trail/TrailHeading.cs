using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Trail;

/// <summary>What stands around a table of text and Markdown.</summary>
internal static class TrailHeading
{
    public static void Write(TextWriter writer, string title, bool markdown) =>
        writer.WriteLine(markdown ? MarkdownText.Of($"\n### {title}\n").ToString() : $"\n{title.ToUpperInvariant()}");

    /// <summary>Below the table; nothing where it has all rows.</summary>
    /// <param name="hidden">Rows that are left out.</param>
    /// <param name="noun">One of them.</param>
    /// <param name="with">What more is to say of them.</param>
    public static void WriteRest(TextWriter writer, int hidden, string noun, bool markdown, string with = "")
    {
        if (hidden > 0)
            writer.WriteLine((markdown ? "\n" : "  ") + $"… and {Quantity.Of(hidden, noun)}{with}");
    }
}
