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

/// <summary>A successful call on a launch template, with what its record tells; null and empty for what it does not tell.</summary>
/// <param name="Time">Null when it is not known, so that the call may have been at any time.</param>
public sealed record TemplateChange(TemplateChangeKind Kind, string Account, string Region, DateTimeOffset? Time)
{
    /// <summary>`lt-…`; empty when the record has the name alone, or neither.</summary>
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>The version that was made.</summary>
    public int? Version { get; init; }

    /// <summary>Of the version that was made; empty for none, for one that the record does not tell, and for a parameter (`resolve:ssm:…`), which stands for another image every day.</summary>
    public string Image { get; init; } = "";

    /// <summary>The version that the new one has its image from; empty when it has one of its own, or none.</summary>
    public string SourceVersion { get; init; } = "";

    /// <summary>The default version after the call.</summary>
    public int? Default { get; init; }

    /// <summary>The latest version after the call.</summary>
    public int? Latest { get; init; }

    /// <summary>Versions that were deleted, or were to be; empty when they are not known.</summary>
    public ImmutableArray<int> Deleted { get; init; } = [];

    /// <summary>All but the image, in one text that is the same for the same change.</summary>
    public string Text =>
        string.Join(
            '\n',
            [
                ((int)Kind).ToString(CultureInfo.InvariantCulture),
                Plain(Account),
                Plain(Region),
                Time is { } time ? time.UtcTicks.ToString(CultureInfo.InvariantCulture) : "",
                Plain(Id),
                Plain(Name),
                Number(Version),
                Plain(SourceVersion),
                Number(Default),
                Number(Latest),
                string.Join(',', Deleted.Select(d => Number(d))),
            ]
        );

    /// <summary>Null for what is no such text.</summary>
    public static TemplateChange? Parse(string text)
    {
        if (
            text.Split('\n')
            is not [
                var kind,
                var account,
                var region,
                var time,
                var id,
                var name,
                var version,
                var source,
                var byDefault,
                var latest,
                var deleted,
            ]
        )
            return null;
        if (
            !int.TryParse(kind, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > (int)TemplateChangeKind.Deleted
        )
            return null;
        return new TemplateChange(
            (TemplateChangeKind)number,
            account,
            region,
            long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                ? new DateTimeOffset(ticks, TimeSpan.Zero)
                : null
        )
        {
            Id = id,
            Name = name,
            Version = Number(version),
            SourceVersion = source,
            Default = Number(byDefault),
            Latest = Number(latest),
            Deleted = [.. deleted.Split(',').Select(Number).OfType<int>()],
        };
    }

    /// <summary>A version's number; null for anything else.</summary>
    public static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Plain(string text) => text.Replace('\n', ' ');
}
