namespace AmiGovernance.Console.Pages;

/// <summary>A page within the console.</summary>
/// <param name="Path">Of the page.</param>
/// <param name="Root">The path below which all pages lie.</param>
/// <param name="Proof">That a form is of this console.</param>
public sealed record ConsoleView(Page Page, IReadOnlyList<Place> Places, string Path, string Root, string Proof)
{
    /// <summary>Where the form at the end of the places is sent to.</summary>
    public const string LogOut = "/log-out";

    /// <summary>Where the page leads by itself; null where it stays.</summary>
    public string? Then => Page.Sections.SelectMany(s => s.Blocks).OfType<Progress>().FirstOrDefault()?.Then;

    /// <summary>Whether a place is where the reader is, or above it.</summary>
    public bool IsAt(Place place) =>
        Path == place.Path || place.Path != "/" && Path.StartsWith($"{place.Path}/", StringComparison.Ordinal);
}
