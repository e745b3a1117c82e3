using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Trees;

/// <summary>Edits of a scalar of JSON or YAML. Each is a guess of ours: a person decides.</summary>
internal static class TreeEdits
{
    /// <summary>The id of the other image; null where only its parameter is known.</summary>
    public static TextFix? Id(SourceLocation place, Replacement other) =>
        other.ImageId is { } id ? Text(place, id) : null;

    /// <summary>Plain scalars of YAML stay plain where the text is harmless.</summary>
    public static TextFix Text(SourceLocation place, string text)
    {
        var written = place.Source.GetText(place.Span);
        var isPlain = text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '/' or '@');
        var quoted = written switch
        {
            ['"', ..] => JsonScanner.Quote(text),
            ['\'', ..] => SingleQuoted(text),
            _ => isPlain ? text : SingleQuoted(text),
        };
        return TextFix.Guess($"write `{text}`", place.Span, quoted);
    }

    private static string SingleQuoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
