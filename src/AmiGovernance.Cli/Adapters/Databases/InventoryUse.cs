using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Images;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Images;
using Microsoft.Data.Sqlite;

namespace AmiGovernance.Cli.Adapters.Databases;

/// <summary>What the inventory adds to the use of images: when EC2 last launched those of an account, and owners that a trail does not know.</summary>
internal static class InventoryUse
{
    /// <summary>SQLite takes at least 999 parameters ("Implementation Limits For SQLite").</summary>
    private const int ImagesAtOnce = 900;

    /// <summary>Null with a report when there is no usable inventory.</summary>
    public static ImageUse? AddTo(ImageUse use, DatabaseFolder databases, string path, DiagnosticBag bag)
    {
        using var connection = databases.Exists(path) ? databases.Open(path, ImageInventorySchema.Schema, bag) : null;
        using var store = connection is null ? null : new ImageStore(path, connection);
        if (connection is null || store?.LastScan is not { } scan)
        {
            if (!bag.HasErrors)
                bag.Report(
                    ImagesDiagnostics.NoInventory,
                    SourceLocation.OfFile(SourceText.Missing(path)),
                    $"there is no scan in `{path}`",
                    "`amigov images scan` makes the inventory; `--db` names another file"
                );
            return null;
        }
        var ledger = store.Ledger(scan.Number);
        var gaps = ledger.Where(r => r.Coverage.IsGap()).ToList();
        ImmutableArray<string> notRead =
        [
            .. scan.FinishedAt is null ? ["what its scan did not come to"] : (string[])[],
            .. gaps.Count > 0
                ? [$"{Plural.Of(gaps.Count, "account and Region", "accounts and Regions")} that could not be read"]
                : (string[])[],
        ];
        return use.WithOwners(
                Owners(
                    connection,
                    [
                        .. use
                            .Launches.Where(l => l.Owner == ImageOwners.Unknown)
                            .Select(l => l.Image)
                            .Where(i => CallImages.IsImage(i))
                            .Distinct(StringComparer.Ordinal),
                    ]
                )
            )
            .With(
                new UseSource(
                    "inventory",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{path}, scan {scan.Number} of {scan.StartedAt.Day().Text()}"
                    ),
                    null,
                    null,
                    notRead,
                    []
                )
            ) with
        {
            Owned = Owned(connection, ledger, scan.FinishedAt is not null),
        };
    }

    private static ImmutableDictionary<string, OwnedImages> Owned(
        SqliteConnection connection,
        IReadOnlyCollection<RegionScan> ledger,
        bool finished
    )
    {
        using var command = connection.CreateCommand();
        // Only its owner is told when an image was launched; an image that is gone was launched all the same.
        command.CommandText =
            "SELECT account, count(CASE WHEN until_scan IS NULL THEN 1 END), max(last_launched_at) FROM images WHERE owner = account GROUP BY account";
        using var reader = command.ExecuteReader();
        var found = new Dictionary<string, (int Count, DateTimeOffset? Last)>(StringComparer.Ordinal);
        while (reader.Read())
            found[reader.GetString(0)] = (
                reader.GetInt32(1),
                !reader.IsDBNull(2) && IsoTime.TryParse(reader.GetString(2), out var last) ? last : null
            );
        return ledger
            .GroupBy(r => r.Account.Value)
            .Where(g => found.ContainsKey(g.Key) || g.Any(r => r.Coverage == Coverage.Read))
            .ToImmutableDictionary(
                g => g.Key,
                g => new OwnedImages(
                    found.GetValueOrDefault(g.Key).Count,
                    found.GetValueOrDefault(g.Key).Last,
                    finished && !g.Any(r => r.Coverage.IsGap())
                ),
                StringComparer.Ordinal
            );
    }

    private static Dictionary<string, string> Owners(SqliteConnection connection, IReadOnlyCollection<string> images)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in images.Chunk(ImagesAtOnce))
        {
            using var command = connection.CreateCommand();
            for (var i = 0; i < some.Length; i++)
                command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"$p{i}"), some[i]);
            command.CommandText =
                $"SELECT image_id, coalesce(owner_alias, owner) FROM images WHERE image_id IN ({string.Join(", ", command.Parameters.Cast<SqliteParameter>().Select(p => p.ParameterName))})";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                found[reader.GetString(0)] = reader.GetString(1);
        }
        return found;
    }
}
