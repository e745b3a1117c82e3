using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>
/// What the inventory adds to the use of images: when EC2 last launched those of an account, and owners that a trail does not know.
/// </summary>
internal static class InventoryUse
{
    /// <summary>SQLite takes at least 999 parameters ("Implementation Limits For SQLite").</summary>
    private const int ImagesAtOnce = 900;

    /// <summary>Null with a report when there is no usable inventory.</summary>
    public static ImageUse? AddTo(ImageUse use, DatabaseFolder databases, string path, DiagnosticBag bag)
    {
        using var inventory = OpenInventory.Open(databases, path, bag);
        if (inventory is null)
            return null;

        var unknown = use
            .Launches.Where(l => l.Owner == ImageOwners.Unknown)
            .Select(l => l.Image)
            .Where(i => CallImages.IsImage(i))
            .Distinct(StringComparer.Ordinal);
        return use.WithOwners(Owners(inventory.Connection, unknown)).With(Source(inventory)) with
        {
            Owned = Owned(inventory),
        };
    }

    private static UseSource Source(OpenInventory inventory)
    {
        var title = string.Create(
            CultureInfo.InvariantCulture,
            $"{inventory.Path}, scan {inventory.Scan.Number} of {inventory.Scan.StartedAt.Day().Text()}"
        );
        return new UseSource("inventory", title, null, null, [.. NotRead(inventory)], []);
    }

    private static IEnumerable<string> NotRead(OpenInventory inventory)
    {
        if (inventory.Scan.FinishedAt is null)
            yield return "what its scan did not come to";
        if (inventory.Gaps > 0)
            yield return $"{Plural.Of(inventory.Gaps, "account and Region", "accounts and Regions")} that could not be read";
    }

    private static ImmutableDictionary<string, OwnedImages> Owned(OpenInventory inventory)
    {
        // Only its owner is told when an image was launched; an image that is gone was launched all the same.
        var found = inventory
            .Connection.Rows(
                "SELECT account, count(CASE WHEN until_scan IS NULL THEN 1 END), max(last_launched_at) FROM images WHERE owner = account GROUP BY account",
                r => (Account: r.GetString(0), Count: r.GetInt32(1), Last: Launched(r))
            )
            .ToDictionary(r => r.Account, StringComparer.Ordinal);
        var isFinished = inventory.Scan.FinishedAt is not null;
        return inventory
            .Ledger.GroupBy(r => r.Account.Value)
            .Where(g => found.ContainsKey(g.Key) || g.Any(r => r.Coverage == Coverage.Read))
            .ToImmutableDictionary(
                g => g.Key,
                g =>
                {
                    var (_, count, last) = found.GetValueOrDefault(g.Key);
                    return new OwnedImages(count, last, isFinished && !g.Any(r => r.Coverage.IsGap()));
                },
                StringComparer.Ordinal
            );
    }

    private static DateTimeOffset? Launched(SqliteDataReader reader) =>
        IsoTime.TryParse(reader.Text(2) ?? "", out var last) ? last : null;

    private static Dictionary<string, string> Owners(SqliteConnection connection, IEnumerable<string> images)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in images.Chunk(ImagesAtOnce))
        {
            using var command = connection.CreateCommand();
            var ids = string.Join(", ", some.Select(command.Add));
            command.CommandText =
                $"SELECT image_id, coalesce(owner_alias, owner) FROM images WHERE image_id IN ({ids})";
            foreach (var (image, owner) in command.Rows(r => (r.GetString(0), r.GetString(1))))
                found[image] = owner;
        }
        return found;
    }
}
