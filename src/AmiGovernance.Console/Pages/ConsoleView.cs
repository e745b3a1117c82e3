namespace AmiGovernance.Console.Pages;

/// <summary>A page within the console.</summary>
/// <param name="Path">Of the page.</param>
/// <param name="Root">The path below which all pages lie.</param>
public sealed record ConsoleView(Page Page, IReadOnlyList<Place> Places, string Path, string Root)
{
    /// <summary>Whether a place is where the reader is, or above it.</summary>
    public bool IsAt(Place place) =>
        Path == place.Path || place.Path != "/" && Path.StartsWith($"{place.Path}/", StringComparison.Ordinal);
}
