using System.Globalization;

namespace AmiGovernance.Console.Pages;

/// <summary>Text with its state, and where it leads.</summary>
/// <param name="Link">Of a section (`#id`) or a page of the console (`/path`).</param>
public sealed record Cell(string Text, Tone Tone = Tone.None, string? Link = null)
{
    public static readonly Cell Empty = new("");

    public static implicit operator Cell(string? text) => string.IsNullOrEmpty(text) ? Empty : new Cell(text);

    public static Cell Of(long number) => new(number.ToString("N0", CultureInfo.InvariantCulture));
}
