using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>What an expression stands for, as far as constants reach.</summary>
/// <param name="place">Where the value is written.</param>
internal abstract class Resolved(SourceLocation place)
{
    public SourceLocation Place { get; } = place;

    /// <summary>
    /// How many values a walk over it meets. Values are shared, so that a short file may stand for very many: whoever walks asks first.
    /// </summary>
    public int Size { get; private set; } = 1;

    /// <summary>Values within each other; 1 for one that holds no others.</summary>
    public int Height { get; private set; } = 1;

    /// <summary>A value that is left out.</summary>
    public virtual bool IsNothing => false;

    /// <summary>Size and height of what holds others.</summary>
    protected void Hold(IEnumerable<Resolved> parts)
    {
        var size = 1L;
        foreach (var part in parts)
        {
            size += part.Size;
            Height = Math.Max(Height, part.Height + 1);
        }
        Size = (int)Math.Min(size, int.MaxValue);
    }
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

internal sealed class ResolvedList : Resolved
{
    public ResolvedList(SourceLocation place, ImmutableArray<Resolved> items)
        : base(place)
    {
        Items = items;
        Hold(items);
    }

    public ImmutableArray<Resolved> Items { get; }

    /// <summary>At which number an item stands is not known.</summary>
    public bool IsUnordered { get; init; }
}

internal sealed class ResolvedMap : Resolved
{
    public ResolvedMap(SourceLocation place, ImmutableArray<KeyValuePair<string, Resolved>> items)
        : base(place)
    {
        Items = items;
        Hold(items.Select(i => i.Value));
    }

    public ImmutableArray<KeyValuePair<string, Resolved>> Items { get; }

    /// <summary>Of a member whose key nothing tells.</summary>
    public const string UnknownKey = "";

    public bool HasUnknownKeys => Items.Any(i => i.Key == UnknownKey);

    public Resolved? Find(string key)
    {
        foreach (var item in Items)
            if (item.Key == key)
                return item.Value;
        return null;
    }
}

/// <summary>One of several, and nothing tells which; none for a value that is left out.</summary>
internal sealed class ResolvedAny : Resolved
{
    public ResolvedAny(SourceLocation place, ImmutableArray<Resolved> choices)
        : base(place)
    {
        Choices = choices;
        Hold(choices);
    }

    public ImmutableArray<Resolved> Choices { get; }

    public override bool IsNothing => Choices.IsEmpty;
}

/// <summary>The value of a Region, of a map by Regions.</summary>
internal sealed class ResolvedIn : Resolved
{
    public ResolvedIn(Resolved value, string region)
        : base(value.Place)
    {
        (Value, Region) = (value, region);
        Hold([value]);
    }

    public Resolved Value { get; }

    public string Region { get; }
}

/// <summary>A value that somebody may override.</summary>
internal sealed class ResolvedDefault : Resolved
{
    public ResolvedDefault(Resolved value, string of)
        : base(value.Place)
    {
        (Value, Of) = (value, of);
        IsNothing = value is ResolvedText { Value: "" } || value.IsNothing;
        Hold([value]);
    }

    /// <summary>Null or an empty text: as configurations say that a value need not be given.</summary>
    public override bool IsNothing { get; }

    public Resolved Value { get; }

    /// <summary>Such as `var.image`.</summary>
    public string Of { get; }
}

internal sealed class ResolvedOpen(SourceLocation place, string missing) : Resolved(place)
{
    /// <summary>What would tell the value.</summary>
    public string Missing { get; } = missing;
}
