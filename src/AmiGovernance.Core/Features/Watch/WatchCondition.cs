using AmiGovernance.Core.Base.Json;

namespace AmiGovernance.Core.Features.Watch;

/// <summary>Something that is not as it should be, as long as it lasts.</summary>
/// <param name="Key">The same for the same trouble: it is told once, and once when it is over.</param>
/// <param name="Summary">One line.</param>
/// <param name="Details">Lines: what is known of it, and what to do.</param>
public sealed record WatchCondition(string Key, PlainText Summary, PlainText Details)
{
    /// <summary>How long it must last before somebody is told: what passes by itself is no news.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>Another one is told at once, though the trouble has the same key; empty where all of it is the same.</summary>
    public string Version { get; init; } = "";

    /// <summary>The same, where other details are other trouble.</summary>
    public WatchCondition ByDetails() =>
        this with
        {
            Version = ContentDigest.Of(writer => writer.WriteStringValue((string)Details)),
        };
}
