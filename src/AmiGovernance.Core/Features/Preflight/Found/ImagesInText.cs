using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>Ids of images wherever they stand in a text, such as in a script that a template holds.</summary>
internal static partial class ImagesInText
{
    /// <summary>A name such as `web-ami-20260101` is none; `\n` in quotes may stand before an id, and `:-` of a default.</summary>
    [GeneratedRegex(
        @"(?:(?<![\w-])|(?<=\\[nrt]|:-))ami-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![\w-])",
        RegexOptions.CultureInvariant
    )]
    public static partial Regex AnyImage();

    /// <summary>In bytes, as they are written; null for a file that has no id of an image.</summary>
    public static int? First(ReadOnlySpan<byte> file)
    {
        if (file.IndexOf("ami-"u8) < 0)
            return null;
        foreach (var match in AnyImage().EnumerateMatches(Encoding.Latin1.GetString(file)))
            return match.Index;
        return null;
    }

    /// <param name="text">As the file means it, which may be written with escapes.</param>
    /// <param name="whole">Where it is written.</param>
    /// <returns>Ids with their places: that of the whole text where it is an id, or the id is written with escapes.</returns>
    public static IReadOnlyList<ResolvedText> In(string text, SourceLocation whole)
    {
        if (ImageId.IsValid(text))
            return [new ResolvedText(whole, text)];
        if (!text.Contains("ami-", StringComparison.Ordinal))
            return [];
        var found = new List<ResolvedText>();
        var at = whole.Span.Start;
        foreach (Match match in AnyImage().Matches(text))
        {
            var length = whole.Source.Bytes.Span[at..whole.Span.End].IndexOf(Encoding.ASCII.GetBytes(match.Value));
            if (length < 0)
            {
                found.Add(new ResolvedText(whole, match.Value));
                continue;
            }
            var span = new TextSpan(at + length, match.Length);
            found.Add(new ResolvedText(whole with { Span = span }, match.Value));
            at = span.End;
        }
        return found;
    }
}
