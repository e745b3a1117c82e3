using System.Buffers;

namespace AmiGovernance.Core.Base.Text;

/// <summary>
/// Commands that are told to people: each value is one word for a POSIX shell (POSIX.1-2024, "Shell Command Language", 2.2.2).
/// </summary>
public sealed class ShellFormat : ITextFormat
{
    /// <summary>Characters that no shell gives a meaning within a word.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-/:"
    );

    private ShellFormat() { }

    public static string Escape(string text)
    {
        // zsh takes a word that begins with `=` for the path of a command.
        var isPlain = text.Length > 0 && text[0] != '=' && text.AsSpan().IndexOfAnyExcept(Plain) < 0;
        return isPlain ? text : $"'{Sanitize.Text(text).Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
