using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>Everything of an image's row that makes another version when it changes.</summary>
internal sealed record ImageContent(
    string Owner,
    string? OwnerAlias,
    string Name,
    string Description,
    string State,
    bool Public,
    string? Created,
    string? Deprecated,
    bool Encrypted,
    string Snapshots,
    string? SourceImage,
    string? SourceInstance,
    string? Architecture
)
{
    /// <summary>In the order of the members.</summary>
    public const string Columns =
        "owner, owner_alias, name, description, state, public, created_at, deprecated_at, encrypted, snapshots, source_image, source_instance, architecture";

    public static ImageContent Of(InventoriedImage image) =>
        new(
            image.Owner.Value,
            image.OwnerAlias,
            image.Name,
            image.Description,
            image.State,
            image.IsPublic,
            Sqlite.Text(image.CreationDate),
            Sqlite.Text(image.DeprecationTime),
            image.IsEncrypted,
            string.Join(' ', image.Snapshots),
            image.SourceImageId,
            image.SourceInstanceId,
            image.Architecture
        );

    /// <param name="at">The column of the first member.</param>
    public static ImageContent Read(SqliteDataReader reader, int at) =>
        new(
            reader.GetString(at),
            reader.Text(at + 1),
            reader.GetString(at + 2),
            reader.GetString(at + 3),
            reader.GetString(at + 4),
            reader.GetBoolean(at + 5),
            reader.Text(at + 6),
            reader.Text(at + 7),
            reader.GetBoolean(at + 8),
            reader.GetString(at + 9),
            reader.Text(at + 10),
            reader.Text(at + 11),
            reader.Text(at + 12)
        );
}
