using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>The table of images; like <see cref="VersionedRows"/>, but the day of the last launch moves on within a row.</summary>
internal sealed class ImageRows : IDisposable
{
    private const int InsertedColumns = 18;

    private readonly SqliteCommand load;
    private readonly SqliteCommand insert;
    private readonly SqliteCommand launched;
    private readonly SqliteCommand describe;
    private readonly SqliteCommand close;
    private readonly SqliteCommand delete;

    public ImageRows(SqliteConnection connection)
    {
        load = connection.Prepare(
            $"SELECT rowid, image_id, from_scan, last_launched_at, {ImageContent.Columns} FROM images WHERE account = $p0 AND region = $p1 AND until_scan IS NULL",
            2
        );
        var values = string.Join(", ", Enumerable.Range(0, InsertedColumns).Select(Sqlite.Name));
        insert = connection.Prepare(
            $"INSERT INTO images (account, region, image_id, from_scan, last_launched_at, {ImageContent.Columns}) VALUES ({values})",
            InsertedColumns
        );
        launched = connection.Prepare("UPDATE images SET last_launched_at = $p1 WHERE rowid = $p0", 2);
        describe = connection.Prepare("UPDATE images SET architecture = $p1 WHERE rowid = $p0", 2);
        close = connection.Prepare("UPDATE images SET until_scan = $p1 WHERE rowid = $p0", 2);
        delete = connection.Prepare("DELETE FROM images WHERE rowid = $p0", 1);
    }

    private sealed record Row(long Id, string ImageId, long From, string? Launched, ImageContent Content);

    /// <summary>Makes the table say what was found in a place.</summary>
    /// <returns>The ids of images that are gone.</returns>
    public HashSet<string> Bring(ScannedPlace place, RegionScan result)
    {
        var now = result.Images.Select(i => i.Image).DistinctBy(i => i.ImageId).ToDictionary(i => i.ImageId.Value);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Load(place))
        {
            if (now.Remove(row.ImageId, out var image))
                Update(place, row, image);
            else if (IsGone(place, row, result))
            {
                gone.Add(row.ImageId);
                End(place, row);
            }
            else if (IsPrivateNow(place, row, result))
                Replace(place, row, row.Content with { Public = false }, row.Launched);
        }
        foreach (var image in now.Values)
            Insert(place, image.ImageId.Value, ImageContent.Of(image), Sqlite.Text(image.LastLaunchedTime));
        return gone;
    }

    /// <summary>The list that would hold the image was read in full.</summary>
    private static bool IsGone(ScannedPlace place, Row row, RegionScan result)
    {
        var isOwn = row.Content.Owner == place.Account;
        return result.Complete.Contains(isOwn ? ImageSelection.Own : ImageSelection.SharedWithAccount);
    }

    /// <summary>Of the public images alone only this is known: it is not among them any more.</summary>
    private static bool IsPrivateNow(ScannedPlace place, Row row, RegionScan result) =>
        row.Content.Public && row.Content.Owner == place.Account && result.Complete.Contains(ImageSelection.OwnPublic);

    private void Update(ScannedPlace place, Row row, InventoriedImage image)
    {
        var content = ImageContent.Of(image);
        var time = Sqlite.Text(image.LastLaunchedTime);
        // No change of the image: earlier versions did not read the architecture, which an image keeps.
        var isUndescribed = row.Content.Architecture is null && content.Architecture is not null;
        if (isUndescribed)
            describe.Run(place.Transaction, row.Id, content.Architecture);
        if (content != (isUndescribed ? row.Content with { Architecture = content.Architecture } : row.Content))
            Replace(place, row, content, time);
        else if (time is not null && time != row.Launched)
            launched.Run(place.Transaction, row.Id, time);
    }

    private void Replace(ScannedPlace place, Row row, ImageContent content, string? launchedAt)
    {
        End(place, row);
        Insert(place, row.ImageId, content, launchedAt);
    }

    /// <summary>A row of this very scan was read twice, by a scan that went on.</summary>
    private void End(ScannedPlace place, Row row)
    {
        if (row.From == place.Scan)
            delete.Run(place.Transaction, row.Id);
        else
            close.Run(place.Transaction, row.Id, place.Scan);
    }

    private void Insert(ScannedPlace place, string imageId, ImageContent content, string? launchedAt) =>
        insert.Run(
            place.Transaction,
            place.Account,
            place.Region,
            imageId,
            place.Scan,
            launchedAt,
            content.Owner,
            content.OwnerAlias,
            content.Name,
            content.Description,
            content.State,
            content.Public,
            content.Created,
            content.Deprecated,
            content.Encrypted,
            content.Snapshots,
            content.SourceImage,
            content.SourceInstance,
            content.Architecture
        );

    private List<Row> Load(ScannedPlace place)
    {
        load.Bind(place.Transaction, place.Account, place.Region);
        return load.Rows(r => new Row(
            r.GetInt64(0),
            r.GetString(1),
            r.GetInt64(2),
            r.Text(3),
            ImageContent.Read(r, 4)
        ));
    }

    public void Dispose()
    {
        load.Dispose();
        insert.Dispose();
        launched.Dispose();
        describe.Dispose();
        close.Dispose();
        delete.Dispose();
    }
}
