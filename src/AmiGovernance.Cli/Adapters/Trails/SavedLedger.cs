using System.Text.Json;
using System.Text.Json.Serialization;
using AmiGovernance.Cli.Adapters.Databases;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Cli.Adapters.Trails;

/// <summary>The ledger of a run as a <see cref="TrailStateFile"/> keeps it. A ledger that lost a count would call gaps complete.</summary>
internal static class SavedLedger
{
    /// <summary>Those that every version wrote.</summary>
    private static readonly string[] Members = ["Counts", "Files", "EmptyFiles", "Skipped", "Gaps", "GapCount"];

    private const long MostOfAnything = 1L << 60;

    public static string Write(TrailLedger ledger) =>
        JsonSerializer.Serialize(ledger, TrailStateJson.Default.TrailLedger);

    /// <exception cref="DamagedDatabaseException">It is none that was saved.</exception>
    public static TrailLedger Read(string text)
    {
        try
        {
            using var tree = JsonDocument.Parse(text);
            var isWhole =
                tree.RootElement.ValueKind == JsonValueKind.Object
                && Members.All(m => tree.RootElement.TryGetProperty(m, out _));
            if (
                isWhole
                && JsonSerializer.Deserialize(text, TrailStateJson.Default.TrailLedger) is { } ledger
                && Problem(ledger) is null
            )
                return ledger;
        }
        catch (JsonException e)
        {
            throw new DamagedDatabaseException("the ledger of what was read is damaged", e);
        }
        throw new DamagedDatabaseException("the ledger of what was read is not whole");
    }

    private static string? Problem(TrailLedger ledger)
    {
        var counts = ledger.Counts;
        long[] numbers =
        [
            ledger.Files,
            ledger.EmptyFiles,
            ledger.GapCount,
            ledger.Folded,
            counts.Stored,
            counts.Text,
            counts.Records,
            counts.Watched,
            counts.Duplicates,
            counts.Corrections,
            counts.OutsideTime,
            counts.OtherPlaces,
            counts.OtherCategories,
            counts.WithoutId,
            counts.WithoutTime,
            counts.UnknownVersions,
            counts.NotRecords,
            counts.DamagedRecords,
            .. ledger.Skipped.Values,
        ];
        if (
            numbers.Any(n => n is < 0 or > MostOfAnything)
            || ledger.Grain < 0
            || ledger.Grain > TrailTable.LongestGrain
        )
            return "a count cannot be";
        var isListed = !ledger.Gaps.IsDefault && ledger.Gaps.All(g => g is { File: not null, Reason: not null });
        return isListed && ledger.Gaps.Length <= ledger.GapCount ? null : "a gap cannot be";
    }
}

[JsonSourceGenerationOptions(WriteIndented = false, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TrailLedger))]
internal sealed partial class TrailStateJson : JsonSerializerContext;
