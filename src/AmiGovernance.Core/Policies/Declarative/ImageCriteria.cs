using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace AmiGovernance.Core.Policies.Declarative;

/// <summary>
/// What an image must be besides being of an allowed provider: all that is given must hold (AND); values within
/// one list are alternatives (OR). Only the declarative policy can check it; the SCP sees the owner alone.
/// </summary>
public sealed record ImageCriteria
{
    public ImmutableArray<string> ImageNames { get; init; } = [];

    public ImmutableArray<string> MarketplaceProductCodes { get; init; } = [];

    public ImmutableArray<ImageWatermark> Watermarks { get; init; } = [];

    /// <summary>In days, 0 to 2147483647.</summary>
    public int? MaximumDaysSinceCreated { get; init; }

    public int? MaximumDaysSinceDeprecated { get; init; }

    /// <summary>Equal for criteria that accept the same images, so that their publishers share one criterion.</summary>
    public string GroupKey
    {
        get
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartArray();
                WriteSorted(writer, ImageNames);
                WriteSorted(writer, MarketplaceProductCodes);
                foreach (var watermark in Watermarks.Select(w => w.ToString()).Order(StringComparer.Ordinal))
                    writer.WriteStringValue(watermark);
                writer.WriteNumberValue(MaximumDaysSinceCreated ?? -1);
                writer.WriteNumberValue(MaximumDaysSinceDeprecated ?? -1);
                writer.WriteEndArray();
            }
            return Encoding.UTF8.GetString(buffer.ToArray());
        }
    }

    private static void WriteSorted(Utf8JsonWriter writer, ImmutableArray<string> values)
    {
        writer.WriteStartArray();
        foreach (var value in values.Order(StringComparer.Ordinal).Distinct())
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}

/// <summary>One watermark filter: all fields that are given must match the same watermark of the image.</summary>
public sealed record ImageWatermark(
    string WatermarkKey,
    string? SourceImageRegion,
    int? MaximumDaysSinceSourceImageCreated,
    int? MaximumDaysSinceWatermarkCreated
);
