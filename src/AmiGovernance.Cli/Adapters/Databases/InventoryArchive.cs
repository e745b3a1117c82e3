using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>The inventory's images, those among them that are gone.</summary>
internal sealed class InventoryArchive(OpenInventory inventory) : IImageArchive
{
    /// <summary>SQLite takes at least 999 parameters ("Implementation Limits For SQLite").</summary>
    private const int ImagesAtOnce = 900;

    public ImmutableArray<ImageFacts> Find(IReadOnlyCollection<string> images)
    {
        var found = ImmutableArray.CreateBuilder<ImageFacts>();
        foreach (var some in images.Order(StringComparer.Ordinal).Chunk(ImagesAtOnce))
        {
            using var command = inventory.Connection.CreateCommand();
            var ids = string.Join(", ", some.Select(command.Add));
            command.CommandText =
                $"SELECT image_id, owner, owner_alias, name, public, created_at, deprecated_at, max(from_scan) FROM images WHERE image_id IN ({ids}) GROUP BY image_id ORDER BY image_id";
            found.AddRange(command.Rows(Facts));
        }
        return found.ToImmutable();
    }

    public ImmutableDictionary<string, long> CountByOwner() =>
        inventory
            .Connection.Rows(
                "SELECT owner, count(DISTINCT image_id) FROM images WHERE until_scan IS NULL GROUP BY owner",
                r => KeyValuePair.Create(r.GetString(0), r.GetInt64(1))
            )
            .ToImmutableDictionary(StringComparer.Ordinal);

    private static ImageFacts Facts(SqliteDataReader reader) =>
        new(reader.GetString(1), reader.Text(2))
        {
            ImageId = reader.GetString(0),
            Name = reader.GetString(3),
            IsPublic = reader.GetBoolean(4),
            CreationDate = Time(reader.Text(5)),
            DeprecationTime = Time(reader.Text(6)),
            DeprecationKnown = true,
        };

    private static DateTimeOffset? Time(string? text) => IsoTime.TryParse(text ?? "", out var time) ? time : null;
}
