using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Diagnostics;

/// <summary>The known word that a misspelt one was most likely meant to be, as advice. Without one there is no advice.</summary>
/// <param name="Word">Null when no known word is near.</param>
public readonly record struct DidYouMean(string? Word)
{
    public string? Help => Word is null ? null : $"did you mean `{Word}`?";

    public static DidYouMean Of(string misspelt, IEnumerable<string> known) => new(Suggestion.For(misspelt, known));

    /// <summary>A guess, in double quotes, that replaces the misspelt word.</summary>
    public TextFix? Fix(TextSpan span) => Word is null ? null : TextFix.Guess($"write `{Word}`", span, $"\"{Word}\"");
}
