using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>A look-up of images as DescribeImages makes it, whatever the language.</summary>
/// <param name="place">Of the look-up.</param>
internal sealed class ImageLookup(SourceLocation place)
{
    public SourceLocation Place { get; } = place;

    /// <summary>Null where none are named.</summary>
    public Resolved? Owners { get; init; }

    /// <summary>Of the filter `name`; null where there is none.</summary>
    public Resolved? Names { get; init; }

    /// <summary>Images that are named by their ids; null where none are.</summary>
    public Resolved? Ids { get; init; }

    /// <summary>The newest of several is taken, and not an error reported.</summary>
    public bool TakesNewest { get; init; }

    /// <summary>What it finds, with the defaults of variables that it rests on.</summary>
    /// <param name="written">How a report names it.</param>
    public Resolved Found(string written, EditWriter? edit = null)
    {
        Resolved found = new ResolvedImages(Place, Images()) { Written = written, Edit = edit };
        if (Ids is not null)
            return ResolvedTexts.Resting(found, Ids);
        return ResolvedTexts.Resting(ResolvedTexts.Resting(found, Names), Owners);
    }

    /// <summary>Never empty.</summary>
    private ImmutableArray<NamedImage> Images()
    {
        if (Ids is not null && ResolvedTexts.Texts(Ids) is { Count: > 0 } ids)
            return [.. ids.Select(i => ImageTexts.Image(i.Value)).Distinct()];
        if (Owners is null or ResolvedAny { Choices.IsEmpty: true })
            return [new OpenImage("whose image it finds, for it names no owner")];
        if (ResolvedTexts.Texts(Owners) is not { } owners)
            return [new OpenImage((Owners as ResolvedOpen)?.Missing ?? "the owners of the image")];
        return owners.Count == 0
            ? [new OpenImage("whose image it finds, for its list of owners is empty")]
            : [.. owners.Select(o => OfOwner(o.Value)).Distinct()];
    }

    private NamedImage OfOwner(string owner)
    {
        if (owner != ImageOfOwner.Self && !OwnerAliases.IsOwner(owner))
            return new OpenImage($"`{owner}` is no owner of images");
        return new ImageOfOwner(owner, ResolvedTexts.Texts(Names) is [var first, ..] ? first.Value : null);
    }
}
