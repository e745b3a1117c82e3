using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>What an expression stands for, as far as constants reach.</summary>
/// <param name="place">Where the value is written.</param>
internal abstract class Resolved(SourceLocation place)
{
    public SourceLocation Place { get; } = place;
}

internal sealed class ResolvedText(SourceLocation place, string value) : Resolved(place)
{
    /// <summary>Longer text names no image; building it up would be a way to fill memory.</summary>
    public const int MaxLength = 4096;

    public string Value { get; } = value;
}

/// <summary>An image that is looked up elsewhere in the file.</summary>
internal sealed class ResolvedImages(SourceLocation place, ImmutableArray<NamedImage> images) : Resolved(place)
{
    public ImmutableArray<NamedImage> Images { get; } = images;

    public EditWriter? Edit { get; init; }

    public string? Written { get; init; }
}

internal sealed class ResolvedList(SourceLocation place, ImmutableArray<Resolved> items) : Resolved(place)
{
    public ImmutableArray<Resolved> Items { get; } = items;
}

internal sealed class ResolvedMap(SourceLocation place, ImmutableArray<KeyValuePair<string, Resolved>> items)
    : Resolved(place)
{
    public ImmutableArray<KeyValuePair<string, Resolved>> Items { get; } = items;

    public Resolved? Find(string key)
    {
        foreach (var item in Items)
            if (item.Key == key)
                return item.Value;
        return null;
    }
}

/// <summary>One of several, and nothing tells which; none for a value that is left out.</summary>
internal sealed class ResolvedAny(SourceLocation place, ImmutableArray<Resolved> choices) : Resolved(place)
{
    public ImmutableArray<Resolved> Choices { get; } = choices;
}

/// <summary>The value of a Region, of a map by Regions.</summary>
internal sealed class ResolvedIn(Resolved value, string region) : Resolved(value.Place)
{
    public Resolved Value { get; } = value;

    public string Region { get; } = region;
}

/// <summary>A value that somebody may override.</summary>
internal sealed class ResolvedDefault(Resolved value, string of) : Resolved(value.Place)
{
    public Resolved Value { get; } = value;

    /// <summary>Such as `var.image`.</summary>
    public string Of { get; } = of;
}

internal sealed class ResolvedOpen(SourceLocation place, string missing) : Resolved(place)
{
    /// <summary>What would tell the value.</summary>
    public string Missing { get; } = missing;
}
