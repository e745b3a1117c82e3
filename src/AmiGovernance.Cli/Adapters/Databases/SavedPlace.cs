using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>An account and Region as a <see cref="UseStateFile"/> keeps it.</summary>
internal sealed record SavedPlace(ImmutableArray<SavedUse> Uses, ImmutableArray<ImageFacts> Images)
{
    public static string Write(ReadPlace place) =>
        JsonSerializer.Serialize(
            new SavedPlace([.. place.Uses.Select(SavedUse.Of)], place.Images),
            SavedPlaceJson.Default.SavedPlace
        );

    /// <exception cref="DamagedDatabaseException">It is none that was saved.</exception>
    public static ReadPlace Read(string account, string region, string content)
    {
        try
        {
            if (
                AccountId.TryParse(account, out var id)
                && RegionName.TryParse(region, out var place)
                && JsonSerializer.Deserialize(content, SavedPlaceJson.Default.SavedPlace)
                    is { Uses.IsDefault: false, Images.IsDefault: false } saved
            )
                return new ReadPlace(id, place, [.. saved.Uses.Select(u => u.Use(id, place))], saved.Images);
        }
        catch (JsonException e)
        {
            throw new DamagedDatabaseException("what was read of an account is damaged", e);
        }
        throw new DamagedDatabaseException("what was read of an account is not whole");
    }
}

/// <param name="Image">Null when it is not known.</param>
internal sealed record SavedUse(
    UseKind Kind,
    string Name,
    string? Image,
    Urgency Urgency,
    long Instances,
    string Detail
)
{
    public static SavedUse Of(ImageUse use) =>
        new(use.Kind, use.Name, use.Image?.Value, use.Urgency, use.Instances, use.Detail);

    public ImageUse Use(AccountId account, RegionName region) =>
        new(Kind, account, region, Name, ImageId.TryParse(Image ?? "", out var image) ? image : null)
        {
            Urgency = Urgency,
            Instances = Instances,
            Detail = Detail,
        };
}

[JsonSourceGenerationOptions(WriteIndented = false, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SavedPlace))]
internal sealed partial class SavedPlaceJson : JsonSerializerContext;
