using System.Collections.Immutable;
using System.Globalization;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>What a call did to a launch template. In the order in which calls of the same second are taken.</summary>
public enum TemplateChangeKind
{
    Created,
    VersionMade,
    Modified,
    VersionsDeleted,
    Deleted,
}

/// <summary>
/// A successful call on a launch template, with what its record tells; null and empty for what it does not tell.
/// </summary>
/// <param name="Account">As the record has it.</param>
/// <param name="Region">As the record has it.</param>
/// <param name="Time">Null when it is not known, so that the call may have been at any time.</param>
public sealed record TemplateChange(TemplateChangeKind Kind, string Account, string Region, DateTimeOffset? Time)
{
    /// <summary>`lt-…`; empty when the record has the name alone, or neither.</summary>
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>The version that was made.</summary>
    public int? Version { get; init; }

    /// <summary>
    /// Of the version that was made, or the parameter (`resolve:ssm:…`) that stands for another image every day; empty for none, and for
    /// one that the record does not tell.
    /// </summary>
    public string Image { get; init; } = "";

    /// <summary>The version that the new one has its image from; empty when it has one of its own, or none.</summary>
    public string SourceVersion { get; init; } = "";

    /// <summary>The default version after the call.</summary>
    public int? Default { get; init; }

    /// <summary>The latest version after the call.</summary>
    public int? Latest { get; init; }

    /// <summary>Versions that were deleted, or were to be; empty when they are not known.</summary>
    public ImmutableArray<int> Deleted { get; init; } = [];

    /// <summary>
    /// All but the image, in one text that is the same for the same change; <see cref="TemplateChangeText"/> reads it.
    /// </summary>
    public string Text => TemplateChangeText.Of(this);

    /// <summary>A version's number; null for anything else.</summary>
    public static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
