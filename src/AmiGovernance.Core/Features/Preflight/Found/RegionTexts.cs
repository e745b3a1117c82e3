using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Preflight.Found;

/// <summary>Regions as files write them.</summary>
internal static class RegionTexts
{
    /// <summary>Null for text that is no Region.</summary>
    public static RegionName? Region(string? text)
    {
        if (RegionName.TryParse(text ?? "", out var region))
            return region;
        return null;
    }

    /// <summary>Null where the value is not one text, or no Region. What may be overridden does not count.</summary>
    public static RegionName? Region(Resolved? value) => value is ResolvedText text ? Region(text.Value) : null;
}
