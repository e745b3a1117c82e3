using System.Globalization;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>The table of images; like <see cref="VersionedRows"/>, but the day of the last launch moves on within a row.</summary>
internal sealed class ImageRows : IDisposable
{
    private const string Columns =
        "owner, owner_alias, name, description, state, public, created_at, deprecated_at, encrypted, snapshots, source_image, source_instance";

    private readonly SqliteCommand load,
        insert,
        launched,
        close,
        delete;

    public ImageRows(SqliteConnection connection)
    {
        load = Prepare(
            $"SELECT rowid, image_id, from_scan, last_launched_at, {Columns} FROM images WHERE account = $p0 AND region = $p1 AND until_scan IS NULL",
            2
        );
        insert = Prepare(
            $"INSERT INTO images (account, region, image_id, from_scan, last_launched_at, {Columns}) VALUES ({string.Join(", ", Enumerable.Range(0, 17).Select(i => $"$p{i}"))})",
            17
        );
        launched = Prepare("UPDATE images SET last_launched_at = $p1 WHERE rowid = $p0", 2);
        close = Prepare("UPDATE images SET until_scan = $p1 WHERE rowid = $p0", 2);
        delete = Prepare("DELETE FROM images WHERE rowid = $p0", 1);

        SqliteCommand Prepare(string sql, int parameters)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < parameters; i++)
                command.Parameters.Add(new SqliteParameter($"$p{i}", null));
            return command;
        }
    }

    /// <summary>Everything of a row that makes another version when it changes.</summary>
    private sealed record Content(
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
        string? SourceInstance
    );

    private sealed record Row(long Id, string ImageId, long From, string? Launched, Content Content);

    /// <returns>The ids of images that are gone.</returns>
    public HashSet<string> Bring(long scan, RegionScan result, SqliteTransaction transaction)
    {
        var (account, region) = (result.Account.Value, result.Region);
        var now = result
            .Images.DistinctBy(i => i.Image.ImageId)
            .ToDictionary(i => i.Image.ImageId, i => i.Image, StringComparer.Ordinal);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Load(account, region, transaction))
        {
            if (now.Remove(row.ImageId, out var image))
            {
                var content = Of(image);
                if (content != row.Content)
                    Replace(row, content, Text(image.LastLaunchedTime));
                else if (Text(image.LastLaunchedTime) is { } time && time != row.Launched)
                    Run(launched, transaction, row.Id, time);
            }
            else if (
                result.Complete.Contains(
                    row.Content.Owner == account ? ImageSelection.Own : ImageSelection.SharedWithAccount
                )
            )
            {
                gone.Add(row.ImageId);
                End(row);
            }
            // Of the public images alone only this is known: it is not among them any more.
            else if (
                row.Content is { Public: true }
                && row.Content.Owner == account
                && result.Complete.Contains(ImageSelection.OwnPublic)
            )
                Replace(row, row.Content with { Public = false }, row.Launched);
        }
        foreach (var image in now.Values)
            Insert(image.ImageId, Of(image), Text(image.LastLaunchedTime));
        return gone;

        void Replace(Row row, Content content, string? time)
        {
            End(row);
            Insert(row.ImageId, content, time);
        }

        // A row of this very scan was read twice, by a scan that went on.
        void End(Row row)
        {
            if (row.From == scan)
                Run(delete, transaction, row.Id);
            else
                Run(close, transaction, row.Id, scan);
        }

        void Insert(string imageId, Content c, string? time) =>
            Run(
                insert,
                transaction,
                account,
                region,
                imageId,
                scan,
                time,
                c.Owner,
                c.OwnerAlias,
                c.Name,
                c.Description,
                c.State,
                c.Public,
                c.Created,
                c.Deprecated,
                c.Encrypted,
                c.Snapshots,
                c.SourceImage,
                c.SourceInstance
            );
    }

    private List<Row> Load(string account, string region, SqliteTransaction transaction)
    {
        load.Transaction = transaction;
        (load.Parameters[0].Value, load.Parameters[1].Value) = (account, region);
        using var reader = load.ExecuteReader();
        string? Optional(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        var found = new List<Row>();
        while (reader.Read())
            found.Add(
                new Row(
                    reader.GetInt64(0),
                    reader.GetString(1),
                    reader.GetInt64(2),
                    Optional(3),
                    new Content(
                        reader.GetString(4),
                        Optional(5),
                        reader.GetString(6),
                        reader.GetString(7),
                        reader.GetString(8),
                        reader.GetBoolean(9),
                        Optional(10),
                        Optional(11),
                        reader.GetBoolean(12),
                        reader.GetString(13),
                        Optional(14),
                        Optional(15)
                    )
                )
            );
        return found;
    }

    private static Content Of(InventoriedImage image) =>
        new(
            image.Owner.Value,
            image.OwnerAlias,
            image.Name,
            image.Description,
            image.State,
            image.IsPublic,
            Text(image.CreationDate),
            Text(image.DeprecationTime),
            image.IsEncrypted,
            string.Join(' ', image.Snapshots),
            image.SourceImageId,
            image.SourceInstanceId
        );

    internal static string? Text(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Run(SqliteCommand command, SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[load, insert, launched, close, delete])
            command.Dispose();
    }
}
