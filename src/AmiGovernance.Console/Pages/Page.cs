using System.Collections.Immutable;

namespace AmiGovernance.Console.Pages;

/// <summary>
/// What a person reads: of a file that stands alone, or of the console. All text is plain, and may be hostile: templates and charts
/// escape it.
/// </summary>
/// <param name="Title">Of the page and of the window.</param>
public sealed record Page(string Title)
{
    /// <summary>The answer in one sentence, with its state; null where there is no single one.</summary>
    public Cell? Answer { get; init; }

    /// <summary>What it is about: the organization, the day, the sources; one fact each.</summary>
    public ImmutableArray<string> About { get; init; } = [];

    public ImmutableArray<Figure> Figures { get; init; } = [];

    public ImmutableArray<Section> Sections { get; init; } = [];

    /// <summary>What was not looked at, and what would settle it; one sentence each. Stands as high up as the figures.</summary>
    public ImmutableArray<string> NotLookedAt { get; init; } = [];

    /// <summary>With each block of its sections changed.</summary>
    public Page Each(Func<Block, Block> change) => this with { Sections = [.. Sections.Select(s => s.Each(change))] };
}

/// <summary>A number that leads to its list.</summary>
/// <param name="Section">Of the section that holds the list; null where there is none.</param>
public sealed record Figure(string Value, string Label, Tone Tone = Tone.None, string? Section = null);

/// <param name="Id">Of letters, digits and `-`: the target of links.</param>
public sealed record Section(string Id, string Title)
{
    public string? Lead { get; init; }

    public ImmutableArray<Block> Blocks { get; init; } = [];

    /// <summary>With each block changed.</summary>
    public Section Each(Func<Block, Block> change) => this with { Blocks = [.. Blocks.Select(change)] };
}
